//! Which copies of a paper came out before, and what the next one says of them; writes nothing.

use crate::domain::document::{Document, Recipient};
use crate::print::target;
use crate::stdx::clock::Moment;

/// What is known of the earlier papers of one copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Those that came out.
    pub out: u32,
    /// Those of which nobody knows whether they did.
    pub uncertain: u32,
}

impl Earlier {
    /// The papers of `document` on sheets or on a roll, which fades and counts apart: those for `whom`, or for anybody. A file
    /// in the folder of papers may have become any of them.
    #[must_use]
    pub fn of(document: &Document, is_roll: bool, whom: Option<Recipient>) -> Earlier {
        let files = document.prints.iter().filter(|print| {
            print.printer.starts_with("file:") && target::is_roll(&print.printer) == is_roll
        });
        let sent = || {
            document.sendings.iter().filter(move |sent| {
                target::is_roll(&sent.printer) == is_roll
                    && whom.is_none_or(|whom| sent.whom == whom)
            })
        };
        let out = files.count() + sent().filter(|sent| sent.is_printed()).count();
        let uncertain = sent().filter(|sent| sent.is_uncertain()).count();
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Earlier { out: number(out), uncertain: number(uncertain) }
    }

    /// Whether the next paper may be the only one of its copy, so that it bears no mark.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Earlier::default()
    }

    /// Number of the next paper.
    #[must_use]
    pub fn next(self) -> u32 {
        self.out.saturating_add(1)
    }

    /// What the next paper says of those before it; empty where there are none.
    #[must_use]
    pub fn note(self, now: Moment) -> String {
        let (copy, now) = (self.next(), now.in_chinese());
        let times = self.uncertain;
        match (self.out, self.uncertain) {
            (0, 0) => String::new(),
            (0, _) => format!("此前{times}次打印结果不明，本件可能不是唯一的一份 {now}"),
            (_, 0) => format!("第{copy}次打印（补打） {now}"),
            (_, _) => format!("第{copy}次打印（补打），另有{times}次打印结果不明 {now}"),
        }
    }
}

/// For whom the next prints of a paper are: those who have none yet, or everybody again. A roll is handed over: what stays is a
/// sheet or the kept page.
#[must_use]
pub fn next_for(document: &Document, copies: u32, is_roll: bool) -> Vec<Recipient> {
    let all = Recipient::of(copies);
    let all = if is_roll { all.get(..1).unwrap_or_default() } else { all };
    let has_none = |whom: &&Recipient| Earlier::of(document, is_roll, Some(**whom)).out == 0;
    let without: Vec<Recipient> = all.iter().filter(has_none).copied().collect();
    if without.is_empty() { all.to_vec() } else { without }
}

/// Whether somebody who is to have a copy of a paper has none.
#[must_use]
pub fn is_due(document: &Document, copies: u32, is_roll: bool) -> bool {
    let has_none = |whom| Earlier::of(document, is_roll, Some(whom)).out == 0;
    next_for(document, copies, is_roll).into_iter().any(has_none)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::{PrintEnd, PrintResult, Printing, Sending};
    use crate::stdx::digest::Digest;
    use crate::stdx::id::Id;

    const SHEETS: &str = "ipp://printer:631/";
    const ROLL: &str = "escpos+tcp://printer:9100";

    fn now() -> Moment {
        Moment::from_ms(0)
    }

    fn document() -> Document {
        Document {
            id: Id([1; 16]),
            form: "on_spot_decision".into(),
            number: None,
            digest: Digest::ZERO,
            template_version: 1,
            pages: 1,
            issued_at: now(),
            prints: Vec::new(),
            sendings: Vec::new(),
        }
    }

    fn sent(whom: Recipient, printer: &str, result: Option<PrintResult>) -> Sending {
        Sending {
            id: Id([2; 16]),
            at: now(),
            copy: 1,
            whom,
            printer: printer.into(),
            digest: Digest::ZERO,
            end: result.map(|result| PrintEnd { at: now(), job: None, result }),
        }
    }

    fn printed() -> Option<PrintResult> {
        Some(PrintResult::Printed { is_told: true, sheets: None })
    }

    fn failed(may_have_printed: bool) -> Option<PrintResult> {
        Some(PrintResult::Failed { fault: "paper_out".into(), may_have_printed })
    }

    #[test]
    fn each_recipient_has_a_first_copy_and_a_roll_counts_apart() {
        let (mut paper, [party, stub]) = (document(), Recipient::ALL);
        assert_eq!(next_for(&paper, 2, false), [party, stub]);
        assert_eq!(next_for(&paper, 2, true), [party]);
        assert_eq!(next_for(&paper, 1, true), [stub]);
        paper.sendings.push(sent(party, SHEETS, printed()));
        assert_eq!(next_for(&paper, 2, false), [stub]);
        assert!(is_due(&paper, 2, false));
        assert!(Earlier::of(&paper, false, Some(stub)).is_none());
        assert!(Earlier::of(&paper, true, Some(party)).is_none());
        assert_eq!(Earlier::of(&paper, false, Some(party)).next(), 2);
        assert_eq!(Earlier::of(&paper, false, None).next(), 2);
        paper.sendings.push(sent(stub, SHEETS, printed()));
        assert_eq!(next_for(&paper, 2, false), [party, stub], "both again");
        assert!(!is_due(&paper, 2, false) && is_due(&paper, 2, true));
        assert_eq!(next_for(&paper, 2, true), [party]);
    }

    #[test]
    fn a_file_may_have_become_anybodys_copy() {
        let mut paper = document();
        let printing = |printer: &str| Printing {
            at: now(),
            copy: 1,
            printer: printer.into(),
            digest: Digest::ZERO,
        };
        paper.prints = vec![printing("file:a4")];
        for whom in Recipient::ALL {
            assert_eq!(Earlier::of(&paper, false, Some(whom)).out, 1);
            assert_eq!(Earlier::of(&paper, true, Some(whom)).out, 0);
        }
        // What a printer printed stands in both lists, and counts once.
        paper.prints = vec![printing(SHEETS)];
        paper.sendings = vec![sent(Recipient::Party, SHEETS, printed())];
        assert_eq!(Earlier::of(&paper, false, None).out, 1);
    }

    #[test]
    fn what_may_have_come_out_is_said_and_what_cannot_have_is_not() {
        for (result, uncertain) in
            [(None, 1), (failed(true), 1), (failed(false), 0), (printed(), 0)]
        {
            let mut paper = document();
            paper.sendings.push(sent(Recipient::Party, ROLL, result));
            let earlier = Earlier::of(&paper, true, Some(Recipient::Party));
            assert_eq!(earlier.uncertain, uncertain);
            assert_eq!(earlier.note(now()).contains("可能不是唯一"), uncertain == 1);
        }
        let note = |out, uncertain| Earlier { out, uncertain }.note(now());
        assert_eq!(note(0, 0), "");
        assert!(note(1, 0).starts_with("第2次打印（补打） "));
        assert!(note(2, 1).starts_with("第3次打印（补打），另有1次打印结果不明"));
    }
}
