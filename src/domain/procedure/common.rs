//! Rules that hold in every procedure, and those that a stop at the roadside is judged by too: both ask here, so that they
//! cannot disagree.

use super::facts::{Acting, CaseFacts};
use super::guard::{GateRule, Guard, fact};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::inspection::{Harm, StatementKind, Telling};
use crate::domain::party::Present;
use crate::stdx::fen::Fen;

/// The step does not follow where the case stands.
pub(super) const WRONG_STAGE: GateRule =
    GateRule { name: "wrong_stage", cite: "《行政处罚法》第三十八条" };
/// A paper of an earlier step is not in the file.
pub(super) const PAPER_MISSING: GateRule = GateRule {
    name: "paper_missing",
    cite: "《行政处罚法》第四十七条；交通运输行政执法文书式样",
};

/// Nobody decided yet whether an officer withdraws; a stop at the roadside is refused by it too.
pub const RECUSAL_OPEN: GateRule =
    GateRule { name: "recusal_open", cite: "《行政处罚法》第四十三条" };

pub(super) const TWO_OFFICERS: Guard = Guard::Stop {
    rules: &[Rule::TwoOfficers, Rule::Credential, Rule::CertificateScope],
    refusals: |case| officers_refused(&case.acting),
};
pub(super) const CARDS: Guard = fact(
    "cards_not_shown",
    "《行政处罚法》第五十五条；《行政强制法》第十八条；《交通运输行政执法程序规定》第六十一条",
    |case| case.telling.cards_shown.is_some(),
);
/// Cards shown, then all five topics told.
pub(super) const TOLD: Guard = Guard::Stop {
    rules: &[Rule::Telling, Rule::TellingOrder],
    refusals: |case| {
        let lacks = ["telling.cards_shown", "telling.told"];
        let mut no = telling_lacks(&case.telling, &lacks);
        no.extend(out_of_order(&case.telling).filter(|no| no.field == "telling.told"));
        no
    },
};
/// All of the telling as a decision on the spot asks for it.
pub(super) const HEARD: Guard = Guard::Stop {
    rules: &[Rule::Telling, Rule::TellingOrder],
    refusals: |case| telling_refused(&case.telling, case.present.as_ref()),
};
/// The party said something, or that it says nothing, and was answered.
pub(super) const STATED: Guard = Guard::Stop {
    rules: &[Rule::Telling, Rule::TellingOrder],
    refusals: |case| {
        let mut no = telling_lacks(&case.telling, &["telling.statement"]);
        no.extend(out_of_order(&case.telling).filter(|no| no.field == "telling.statement"));
        no
    },
};
/// Asked where a case begins: it keeps the list that it was opened under.
pub(super) const POWER: Guard = Guard::Stop {
    rules: &[Rule::PowerList],
    refusals: |case| refused_if(!case.act.is_on_power_list, Rule::PowerList),
};
pub(super) const TIME_BAR: Guard = Guard::Stop {
    rules: &[Rule::TimeBarred],
    refusals: |case| refused_if(is_barred(case), Rule::TimeBarred),
};
pub(super) const ONE_FINE: Guard = Guard::Stop {
    rules: &[Rule::OneActOneFine],
    refusals: |case| refused_if(case.act.was_fined, Rule::OneActOneFine),
};
/// The law that was in force on the day of the act, one basis of it, or the newer one where it is lighter.
pub(super) const BASIS: Guard = Guard::Stop {
    rules: &[Rule::BasisNotChosen],
    refusals: |case| refused_if(!case.act.has_basis, Rule::BasisNotChosen),
};
/// Recorded, opened and investigated without: told and decided is only what an approver of the pack stands for.
pub(super) const VERIFIED: Guard = Guard::Stop {
    rules: &[Rule::Unverified],
    refusals: |case| refused_if(!case.act.is_verified, Rule::Unverified),
};
pub(super) const PARTY: Guard = Guard::Stop {
    rules: &[Rule::PartyUnknown],
    refusals: |case| refused_if(!case.act.party_is_known, Rule::PartyUnknown),
};
pub(super) const NUMBER: Guard = Guard::Stop {
    rules: &[Rule::NumberBlockEmpty],
    refusals: |case| refused_if(!case.has_number, Rule::NumberBlockEmpty),
};
pub(super) const AGENCY: Guard = Guard::Stop {
    rules: &[Rule::AgencyIncomplete],
    refusals: |case| {
        let no = |field: &&'static str| Blocked::new(Rule::AgencyIncomplete, *field);
        case.agency_lacks.iter().map(no).collect()
    },
};
pub(super) const DEVICE: Guard = Guard::Stop {
    rules: &[Rule::DeviceCertificate],
    refusals: |case| refused_if(!case.device.certificate_in_force, Rule::DeviceCertificate),
};

pub(super) const PUNISHABLE: Guard = fact(
    "no_act_found",
    "《行政处罚法》第五十四条；《交通运输行政执法程序规定》第六十二条",
    |case| case.act.is_punishable,
);
pub(super) const OURS: Guard = fact(
    "not_ours",
    "《行政处罚法》第二十二条、第二十五条；《交通运输行政执法程序规定》第六条、第九条",
    |case| case.act.is_ours,
);
pub(super) const CERTAIN: Guard =
    fact("facts_uncertain", "《行政处罚法》第四十条、第五十一条", |case| {
        case.act.is_certain
    });
pub(super) const EVIDENCE: Guard =
    fact("evidence_missing", "《行政处罚法》第四十六条", |case| {
        case.act.evidence.len() >= usize::from(case.act.evidence_kinds_min.max(1))
    });
pub(super) const RECUSAL: Guard =
    Guard::Fact { rule: RECUSAL_OPEN, holds: |case| !case.course.recusal_is_open };
pub(super) const GAIN: Guard =
    fact("gain_unsettled", "《行政处罚法》第二十八条第二款", |case| {
        case.penalty.gain.is_none_or(|gain| gain == Fen::ZERO) || case.penalty.gain_is_settled
    });
/// What things are worth decides whether the party may be heard, and stands in the notice.
pub(super) const THINGS: Guard =
    fact("things_not_valued", "《行政处罚法》第六十三条", |case| {
        !case.penalty.things_are_unvalued
    });
pub(super) const NOT_HEAVIER: Guard =
    fact("heavier_than_told", "《行政处罚法》第四十五条第二款", |case| {
        let penalty = &case.penalty;
        penalty.meant_fine <= penalty.told_fine
            && penalty.meant.iter().all(|kind| penalty.told.contains(kind))
    });
pub(super) const NO_CRIME: Guard = fact(
    "crime_goes_first",
    "《行政处罚法》第二十七条、第八十二条；《行政执法机关移送涉嫌犯罪案件的规定》第十一条",
    |case| !case.transfer.is_suspected || case.transfer.police_refused,
);
pub(super) const SIGNED: Guard =
    fact("signature_missing", "《行政处罚法》第五十二条", |case| {
        case.telling.signature.is_some()
    });
/// Whoever did wrong and is not punished is educated; of whom nothing is proven, there is nothing to educate.
pub(super) const EDUCATED: Guard =
    fact("not_educated", "《行政处罚法》第三十三条第三款", |case| {
        case.act.was_educated || case.act.is_unproven
    });
pub(super) const RECORDED: Guard =
    fact("record_incomplete", "《行政处罚法》第四十七条", |case| {
        case.course.is_recorded
    });
pub(super) const PAID: Guard = fact("fine_not_paid", "《行政处罚法》第六十七条", is_paid);
pub(super) const OVERDUE: Guard =
    fact("payment_term_runs", "《行政处罚法》第六十七条", |case| {
        !is_paid(case) && case.is_over(case.payment.due)
    });
pub(super) const PERFORMED: Guard = fact("not_performed", "《行政处罚法》第六十六条", is_performed);
pub(super) const CASH_HANDED_ON: Guard = fact(
    "cash_not_handed_on",
    "《行政处罚法》第七十一条；《交通运输行政执法程序规定》第一百条",
    |case| case.payment.cash.as_ref().is_none_or(|cash| cash.next_step().is_none()),
);

/// Whether the fine that was decided is paid; a decision without a fine asks for none.
pub(super) fn is_paid(case: &CaseFacts) -> bool {
    case.payment.is_paid || case.penalty.meant_fine == Fen::ZERO
}

/// Whether everything that was decided is done.
pub(super) fn is_performed(case: &CaseFacts) -> bool {
    is_paid(case) && case.payment.is_performed
}

/// Whether the act was found behind the last day of the time bar (处罚法 36). One whose last day nobody knows is not.
pub(super) fn is_barred(case: &CaseFacts) -> bool {
    let days = case.act.pursuable_until.zip(case.act.found_on);
    days.is_some_and(|(last_day, found_on)| found_on > last_day)
}

fn refused_if(refused: bool, rule: Rule) -> Vec<Blocked> {
    if refused { vec![Blocked::new(rule, "")] } else { Vec::new() }
}

/// Fewer than two officers, or one of them without a credential in force that covers the step (处罚法 42; 强制法 18).
#[must_use]
pub fn officers_refused(acting: &[Acting]) -> Vec<Blocked> {
    let mut no = Vec::new();
    let mut distinct: Vec<&str> =
        acting.iter().map(|officer| officer.credential.as_str()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 {
        no.push(Blocked::new(Rule::TwoOfficers, "officers"));
    }
    for (nth, officer) in acting.iter().enumerate() {
        let rule = match (officer.in_force, officer.in_scope) {
            (true, true) => continue,
            (true, false) => Rule::CertificateScope,
            (false, _) => Rule::Credential,
        };
        no.push(Blocked::new(rule, format!("officers[{nth}]")));
    }
    no
}

/// What refuses a decision on the spot because of the telling (处罚法 44, 45, 55, 62).
#[must_use]
pub fn telling_refused(telling: &Telling, present: Option<&Present>) -> Vec<Blocked> {
    let lacks = telling.missing(present).into_iter();
    lacks.map(|field| Blocked::new(Rule::Telling, field)).chain(out_of_order(telling)).collect()
}

/// Those of `fields` that the telling lacks, whoever is there.
fn telling_lacks(telling: &Telling, fields: &[&str]) -> Vec<Blocked> {
    let lacks = telling.missing(None).into_iter().filter(|field| fields.contains(field));
    lacks.map(|field| Blocked::new(Rule::Telling, field)).collect()
}

fn out_of_order(telling: &Telling) -> impl Iterator<Item = Blocked> {
    telling.out_of_order().into_iter().map(|field| Blocked::new(Rule::TellingOrder, field))
}

/// Whether statement and answer were given up in so many words (处罚法 62).
pub(super) fn has_waived_statement(case: &CaseFacts) -> bool {
    let statement = case.telling.statement.as_ref();
    statement.is_some_and(|statement| statement.kind == StatementKind::Waived)
}

/// Whether the party was heard and answered, gave it up, or let its days pass (处罚法 44, 45, 62).
pub(super) fn has_answered(case: &CaseFacts) -> bool {
    match &case.telling.statement {
        None => case.is_over(case.course.statement_until),
        Some(_) => telling_lacks(&case.telling, &["telling.statement"]).is_empty(),
    }
}

/// Whether somebody judged that the act did no harm.
pub(super) fn has_no_harm(case: &CaseFacts) -> bool {
    case.act.harm == Some(Harm::None)
}
