//! Law in time as tables: which version is lighter, which basis answers an act, and what nobody can say.

use super::*;
use crate::domain::inspection::Harm;
use crate::domain::rulebook::{Family, GainTest, LighterRuling};

fn fine(least: i64, most: i64) -> Sanction {
    let (least, most) = (Fen::from_yuan(least), Fen::from_yuan(most));
    let (may, serious, damage, after_refusal) = (false, false, false, false);
    let gain = GainTest::Always;
    Sanction::FineRange { least, most, may, gain, serious, damage, after_refusal }
}

fn may(least: i64, most: i64) -> Sanction {
    let (least, most) = (Fen::from_yuan(least), Fen::from_yuan(most));
    let (may, serious, damage, after_refusal) = (true, false, false, false);
    let gain = GainTest::Always;
    Sanction::FineRange { least, most, may, gain, serious, damage, after_refusal }
}

const REVOKED: Sanction = Sanction::RevokePermit { serious: false, after_refusal: false };
const REVOKED_IF_SERIOUS: Sanction = Sanction::RevokePermit { serious: true, after_refusal: false };
const SUSPENDED: Sanction = Sanction::SuspendBusiness { serious: false, after_refusal: false };

fn basis(id: &str, days: (Option<&str>, Option<&str>), sanctions: Vec<Sanction>) -> Basis {
    let day = |text: Option<&str>| text.and_then(Day::parse);
    let (from, until) = (day(days.0), day(days.1));
    let (replaces, parties, after_refusal) = (None, Vec::new(), false);
    Basis {
        id: id.into(),
        cites: Vec::new(),
        violated: Vec::new(),
        from,
        until,
        replaces,
        parties,
        road_surface: None,
        after_refusal,
        sanctions,
    }
}

fn violation(bases: Vec<Basis>) -> Violation {
    Violation {
        code: "PK-007".into(),
        family: Family::Passenger,
        name_zh: String::new(),
        name_en: String::new(),
        violated: Vec::new(),
        bases,
        parties: Vec::new(),
        minor_if_corrected: false,
        coercion: Vec::new(),
        factors: Vec::new(),
        leniency: Vec::new(),
        evidence_kinds_min: 1,
        mark: "A".into(),
        confirmed: true,
        over_limit: false,
        exempt_up_to_kg: None,
        exempt_own_use: false,
        repeat_offender: None,
        indivisible_permit: false,
        after_refusal: false,
        or_repeated: false,
        conflict: None,
        traps: Vec::new(),
        one_act_with: Vec::new(),
        advice_zh: None,
        advice_en: None,
    }
}

fn rulings() -> Rulings {
    use crate::domain::rulebook::{CountingWindow, PermitExcess, Rounding, WeighingDeduction};
    Rulings {
        author: "总部".into(),
        decided_on: Day::parse("2026-11-01").unwrap(),
        over_limit_basis: String::new(),
        rounding: Rounding::Floor,
        lower_of_two_tables: true,
        single_tyre_kg: 3_000,
        permit_excess: PermitExcess::WholeOverLimit,
        sole_trader_is_citizen: true,
        hearing_citizen: Fen::from_yuan(5_000),
        hearing_organisation: Fen::from_yuan(100_000),
        summary_citizen: Fen::from_yuan(200),
        summary_organisation: Fen::from_yuan(3_000),
        cash_small: Fen::from_yuan(100),
        counting: CountingWindow::FromFirstIssue,
        weighing_deduction: WeighingDeduction::None,
        certificate_last_day_valid: true,
        ride_hailing_impound: false,
        evidence_kinds_min: Default::default(),
        chosen_bases: Default::default(),
        choices: Default::default(),
        act_choices: Default::default(),
        lighter: Vec::new(),
    }
}

const PLAIN: Reached = Reached { gain: Fen::ZERO, harm: Harm::None, refused: false };
const SERIOUS: Reached = Reached { gain: Fen::ZERO, harm: Harm::Serious, refused: false };

#[test]
fn the_highest_fine_counts_first_then_the_lowest_then_the_kinds_then_a_caution() {
    use Comparison::{Heavier, Lighter, Same, Undecidable};
    let caution = || Sanction::Caution;
    for (older, newer, act, want) in [
        (vec![fine(1_000, 3_000)], vec![fine(1_000, 2_000)], PLAIN, Lighter),
        (vec![fine(1_000, 2_000)], vec![fine(1_000, 3_000)], PLAIN, Heavier),
        (vec![fine(30_000, 100_000)], vec![fine(10_000, 100_000)], PLAIN, Lighter),
        (vec![fine(10_000, 100_000)], vec![fine(30_000, 100_000)], PLAIN, Heavier),
        // The highest fine speaks first: a lower lowest one does not outweigh it.
        (vec![fine(3_000, 10_000)], vec![fine(1_000, 20_000)], PLAIN, Heavier),
        // 可以处: none at all is lawful.
        (vec![fine(1_000, 3_000)], vec![may(1_000, 3_000)], PLAIN, Lighter),
        (vec![fine(1_000, 3_000)], vec![fine(1_000, 3_000)], SERIOUS, Same),
        (vec![fine(1_000, 3_000)], vec![fine(1_000, 3_000), REVOKED], PLAIN, Heavier),
        (vec![fine(1_000, 3_000), REVOKED], vec![fine(1_000, 3_000)], PLAIN, Lighter),
        (vec![fine(1_000, 3_000)], vec![fine(1_000, 3_000), REVOKED_IF_SERIOUS], PLAIN, Same),
        (vec![fine(1_000, 3_000)], vec![fine(1_000, 3_000), REVOKED_IF_SERIOUS], SERIOUS, Heavier),
        (vec![fine(1_000, 3_000), REVOKED], vec![fine(1_000, 2_000)], PLAIN, Lighter),
        // Lower in the fine and heavier in the kind, or the other way round.
        (vec![fine(1_000, 3_000)], vec![fine(1_000, 2_000), REVOKED], PLAIN, Undecidable),
        (vec![fine(1_000, 2_000), REVOKED], vec![fine(1_000, 3_000)], PLAIN, Undecidable),
        (
            vec![fine(1_000, 3_000), REVOKED],
            vec![fine(1_000, 3_000), SUSPENDED],
            PLAIN,
            Undecidable,
        ),
        // A caution is the least of all.
        (vec![caution(), may(20, 200)], vec![Sanction::OrderCorrection], PLAIN, Lighter),
        (vec![fine(200, 200)], vec![caution()], PLAIN, Lighter),
        (vec![fine(200, 200)], vec![caution(), fine(200, 200)], PLAIN, Heavier),
        (vec![caution(), fine(200, 200)], vec![fine(200, 200)], PLAIN, Lighter),
        // What follows a formula cannot be compared; the same formula needs no comparing.
        (vec![fine(0, 30_000)], vec![Sanction::OverLimitMass], PLAIN, Undecidable),
        (vec![Sanction::OverLimitMass], vec![Sanction::OverLimitMass], PLAIN, Same),
    ] {
        let none = (None, None);
        let (older, newer) = (basis("旧", none, older), basis("新", none, newer));
        let row = violation(Vec::new());
        let got = compare(&row, &older, &newer, act);
        assert_eq!(got, want, "{:?} {:?}", older.sanctions, newer.sanctions);
    }
}

#[test]
fn what_waits_for_a_refusal_is_nothing_at_a_first_visit_and_compared_beyond_it() {
    let none = (None, None);
    let permit = basis("旧", none, vec![fine(20_000, 50_000)]);
    let mut filing = basis("新", none, vec![Sanction::OrderCorrection, fine(5_000, 20_000)]);
    filing.after_refusal = true;
    let row = violation(Vec::new());
    assert_eq!(compare(&row, &permit, &filing, PLAIN), Comparison::Lighter);
    // Of two that wait, the lower one beyond the refusal.
    let mut before = basis("旧", none, vec![fine(5_000, 20_000)]);
    before.after_refusal = true;
    let mut since = basis("新", none, vec![fine(3_000, 10_000)]);
    since.after_refusal = true;
    assert_eq!(compare(&row, &before, &since, PLAIN), Comparison::Lighter);
    assert_eq!(compare(&row, &since, &before, PLAIN), Comparison::Heavier);
}

/// Three versions of one norm, and a rule of the province beside it.
fn three_texts() -> Violation {
    let mut last =
        basis("2023", (Some("2023-07-20"), None), vec![fine(1_000, 2_000), REVOKED_IF_SERIOUS]);
    last.replaces = Some("2022".into());
    let mut middle =
        basis("2022", (Some("2022-05-01"), Some("2023-07-19")), vec![fine(1_000, 3_000)]);
    middle.replaces = Some("2019".into());
    let first = basis("2019", (None, Some("2022-04-30")), vec![fine(1_000, 5_000)]);
    violation(vec![last, middle, first])
}

fn act(act_on: &str, decided_on: &str, reached: Reached) -> ActInTime {
    let day = |text| Day::parse(text).unwrap();
    let (act_on, decided_on) = (day(act_on), day(decided_on));
    ActInTime { act_on, decided_on, reached, party: None, road_surface: None }
}

fn said(choice: &BasisChoice<'_>) -> String {
    let ids =
        |bases: &[&Basis]| bases.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join("+");
    match choice {
        BasisChoice::One(one) => match one.instead_of {
            Some(older) => format!("{} instead of {}", one.basis.id, older.id),
            None => one.basis.id.clone(),
        },
        BasisChoice::Open(bases) => format!("open {}", ids(bases)),
        BasisChoice::Undecided(bases) => format!("undecided {}", ids(bases)),
        BasisChoice::PartyWanted(bases) => format!("party {}", ids(bases)),
        BasisChoice::Repealed(basis) => format!("repealed {}", basis.id),
    }
}

#[test]
fn the_version_of_the_act_answers_it_unless_that_of_the_decision_is_lighter() {
    let row = three_texts();
    for (act_on, decided_on, reached, want) in [
        ("2023-07-19", "2023-07-19", PLAIN, "2022"),
        ("2023-07-19", "2023-07-20", PLAIN, "2023 instead of 2022"),
        ("2023-07-20", "2023-07-20", PLAIN, "2023"),
        ("2022-04-30", "2022-05-01", PLAIN, "2022 instead of 2019"),
        // What stood between the two days is not looked at.
        ("2022-04-30", "2026-11-23", PLAIN, "2023 instead of 2019"),
        // Nobody knows whether 2,000 and a revoked permit are less than 3,000.
        ("2023-07-19", "2026-11-23", SERIOUS, "undecided 2022+2023"),
        ("2023-07-20", "2026-11-23", SERIOUS, "2023"),
        // A day of the decision before the act says nothing.
        ("2023-07-20", "2023-07-01", PLAIN, "2023"),
    ] {
        let choice = choose(&row, &act(act_on, decided_on, reached), &rulings());
        assert_eq!(said(&choice), want, "{act_on} {decided_on} {reached:?}");
    }
}

#[test]
fn headquarters_says_which_is_lighter_where_the_rule_cannot() {
    let row = three_texts();
    let asked = act("2023-07-19", "2026-11-23", SERIOUS);
    for (lighter, want) in [("2023", "2023 instead of 2022"), ("2022", "2022")] {
        let mut rulings = rulings();
        let text = |text: &str| text.to_string();
        rulings.lighter = vec![LighterRuling {
            code: text("PK-007"),
            older: text("2022"),
            newer: text("2023"),
            lighter: text(lighter),
        }];
        assert_eq!(said(&choose(&row, &asked, &rulings)), want);
        // It says nothing where the rule can.
        let plain = act("2023-07-19", "2026-11-23", PLAIN);
        assert_eq!(said(&choose(&row, &plain, &rulings)), "2023 instead of 2022");
        rulings.lighter[0].code = text("PK-008");
        assert_eq!(said(&choose(&row, &asked, &rulings)), "undecided 2022+2023", "of another act");
    }
}

#[test]
fn a_ruling_on_competing_norms_means_each_version_of_the_norm() {
    let mut row = three_texts();
    row.conflict = Some(1);
    row.bases.insert(1, basis("省", (None, None), vec![fine(1_000, 3_000)]));
    let asked = act("2022-06-01", "2022-06-01", PLAIN);
    assert_eq!(said(&choose(&row, &asked, &rulings())), "open 省+2022");
    for (chosen, want) in [("2023", "2022"), ("2019", "2022"), ("省", "省"), ("闽", "open ")] {
        let mut rulings = rulings();
        rulings.chosen_bases.insert(1, chosen.into());
        assert_eq!(said(&choose(&row, &asked, &rulings)), want, "{chosen}");
    }
}

#[test]
fn what_was_repealed_without_a_successor_punishes_nobody_and_what_came_later_does_not_reach_back() {
    let gone = violation(vec![basis("旧", (None, Some("2023-07-19")), vec![fine(1_000, 3_000)])]);
    let of = |row: &Violation, act_on, decided_on| {
        said(&choose(row, &act(act_on, decided_on, PLAIN), &rulings()))
    };
    assert_eq!(of(&gone, "2023-07-01", "2023-07-19"), "旧");
    assert_eq!(of(&gone, "2023-07-01", "2023-07-20"), "repealed 旧");
    let new = violation(vec![basis("新", (Some("2023-07-20"), None), vec![fine(1_000, 3_000)])]);
    assert_eq!(of(&new, "2023-07-19", "2023-07-20"), "open ");
    assert_eq!(of(&new, "2023-07-20", "2023-07-20"), "新");
}

#[test]
fn a_basis_of_one_kind_of_party_answers_no_other() {
    let mut unit = basis("单位", (None, None), vec![fine(0, 50_000)]);
    unit.parties = vec![PartyKind::Organisation];
    let mut person = basis("个人", (None, None), vec![fine(0, 2_000)]);
    person.parties = vec![PartyKind::Citizen];
    let row = violation(vec![unit, person]);
    for (party, trader_is_citizen, want) in [
        (None, true, "party 单位+个人"),
        (Some(PartyKind::Organisation), true, "单位"),
        (Some(PartyKind::Citizen), true, "个人"),
        (Some(PartyKind::SoleTrader), true, "个人"),
        (Some(PartyKind::SoleTrader), false, "单位"),
    ] {
        let rulings = Rulings { sole_trader_is_citizen: trader_is_citizen, ..rulings() };
        let asked = ActInTime { party, ..act("2026-11-23", "2026-11-23", PLAIN) };
        assert_eq!(said(&choose(&row, &asked, &rulings)), want, "{party:?}");
    }
    // Where a basis speaks of sole traders, no ruling is asked.
    let mut named = row.clone();
    named.bases[0].parties.push(PartyKind::SoleTrader);
    let asked =
        ActInTime { party: Some(PartyKind::SoleTrader), ..act("2026-11-23", "2026-11-23", PLAIN) };
    assert_eq!(said(&choose(&named, &asked, &rulings())), "单位");
}
