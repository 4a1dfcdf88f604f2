//! The rules of an interview (询问), which is no step of its own: it may be held in every stage of a case. They refuse nothing by
//! themselves.

use super::guard::GateRule;

/// It begins before the stop, ends before it begins, or is not over yet.
pub const TIME: GateRule = GateRule {
    name: "interview_time",
    cite: "《行政处罚法》第四十条、第四十六条；交通运输行政执法文书式样2（未核）",
};
/// An officer or the person would be in two interviews at once.
pub const OVERLAP: GateRule = GateRule {
    name: "interview_overlap",
    cite: "《行政处罚法》第四十条、第四十二条；《交通运输行政执法程序规定》第四章（未核）",
};
/// More than one person in one interview.
pub const ONE_PERSON: GateRule = GateRule {
    name: "interview_one_person",
    cite: "《交通运输行政执法程序规定》第四章（未核）",
};

/// All of them.
pub(super) const RULES: [&GateRule; 3] = [&TIME, &OVERLAP, &ONE_PERSON];
