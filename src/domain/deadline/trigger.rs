//! What happened in a case that begins, restarts, suspends or ends a deadline; a word of the rule pack each, and no time of its
//! own.

/// Each event once: its meaning and article, its name, its word.
macro_rules! triggers {
    ($($(#[$doc:meta])+ $name:ident = $word:literal;)+) => {
        /// An event from which a deadline is counted, or that ends it (起算、终止事件).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Trigger {
            $($(#[$doc])+ $name,)+
        }

        impl Trigger {
            /// Every event.
            pub const ALL: &'static [Trigger] = &[$(Trigger::$name),+];

            /// The word of the rule pack.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Trigger::$name => $word,)+
                }
            }

            /// Key of its name in the words of the screens.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Trigger::$name => concat!("deadline_event.", $word),)+
                }
            }
        }
    };
}

triggers! {
    /// The act ended; of one that went on, its end (处罚法 36).
    ActEnded = "act_ended";
    /// The same of an act that harmed life, health or financial security (处罚法 36).
    HarmfulActEnded = "harmful_act_ended";
    /// The act was found (处罚法 36).
    ViolationFound = "violation_found";
    /// A penalty was decided on the spot and handed over (处罚法 52).
    OnSpotDecided = "on_spot_decided";
    /// Its copy reached the organ (程序规定 61(八)).
    CopyFiled = "copy_filed";
    /// The party received a decision that fines it (处罚法 67).
    FineNotified = "fine_notified";
    /// The whole fine was paid (处罚法 67, 68).
    FinePaid = "fine_paid";
    /// Payment later or in parts was granted (处罚法 66).
    DeferralGranted = "deferral_granted";
    /// What was granted has ended (处罚法 72(2)).
    DeferralEnded = "deferral_ended";
    /// The fine was collected in cash (处罚法 68, 69).
    CashCollected = "cash_collected";
    /// Who collected it on water came ashore (处罚法 71).
    CashLanded = "cash_landed";
    /// The money went to the organ (处罚法 71).
    CashHandedIn = "cash_handed_in";
    /// The organ paid it in at the bank (处罚法 71).
    CashBanked = "cash_banked";
    /// Evidence was registered and held (处罚法 56).
    EvidenceHeld = "evidence_held";
    /// What becomes of it was decided (处罚法 56).
    EvidenceDealtWith = "evidence_dealt_with";
    /// A measure was taken before its approval (强制法 19).
    MeasureUrgent = "measure_urgent";
    /// Its approval was made up (强制法 19).
    MeasureApproved = "measure_approved";
    /// A vehicle or goods were seized (强制法 25).
    MeasureTaken = "measure_taken";
    /// The head of the organ extended it (强制法 25).
    MeasureExtended = "measure_extended";
    /// It was lifted (强制法 28).
    MeasureLifted = "measure_lifted";
    /// A test began whose definite time was told in writing (强制法 25(3)).
    TestingBegun = "testing_begun";
    /// It ended (强制法 25(3)).
    TestingEnded = "testing_ended";
    /// A case was opened (处罚法 60).
    CaseOpened = "case_opened";
    /// Its time was extended (程序规定).
    CaseExtended = "case_extended";
    /// It was decided, whatever the decision is (处罚法 57).
    CaseDecided = "case_decided";
    /// The party received the decision (处罚法 61).
    DecisionReceived = "decision_received";
    /// It was delivered by public notice (民诉法 95).
    NoticePublished = "notice_published";
    /// The party was told what penalty is meant (处罚法 44).
    ProposalNotified = "proposal_notified";
    /// It stated and answered (处罚法 45).
    StatementMade = "statement_made";
    /// It gave that up in so many words (处罚法 62).
    StatementWaived = "statement_waived";
    /// The party was told that it may ask for a hearing (处罚法 63, 64).
    HearingOffered = "hearing_offered";
    /// It asked for one (处罚法 64).
    HearingRequested = "hearing_requested";
    /// It gave the right up in so many words (处罚法 62).
    HearingWaived = "hearing_waived";
    /// The day on which the hearing is to be (处罚法 64).
    HearingSet = "hearing_set";
    /// The party was told of that day (处罚法 64).
    HearingNotified = "hearing_notified";
    /// The day from which the fine grows (处罚法 72).
    SurchargeBegun = "surcharge_begun";
    /// The party was urged in writing (强制法 54).
    Urged = "urged";
    /// The party learned of the act (复议法 20).
    ActKnown = "act_known";
    /// The same, and it was not told of its remedies (复议法 20(3)).
    ActKnownUntold = "act_known_untold";
    /// The organ acted (复议法 21; 诉讼法 46).
    ActDone = "act_done";
    /// Something that is not the party's fault kept it from asking (复议法 20; 诉讼法 48).
    ObstacleBegun = "obstacle_begun";
    /// It was over (复议法 20; 诉讼法 48).
    ObstacleEnded = "obstacle_ended";
    /// A reconsideration or a suit began (处罚法 73).
    RemedyBegun = "remedy_begun";
    /// It ended (处罚法 73).
    RemedyEnded = "remedy_ended";
    /// The time for a suit was over (强制法 53).
    RemedyExpired = "remedy_expired";
    /// The party asked for reconsideration (复议法 20).
    ReconsiderationRequested = "reconsideration_requested";
    /// It handed its request in to us (复议法 32).
    ReconsiderationHandedIn = "reconsideration_handed_in";
    /// We forwarded it (复议法 32).
    ReconsiderationForwarded = "reconsideration_forwarded";
    /// The copy of the request came (复议法 48).
    CopyReceived = "copy_received";
    /// The same on the simplified track (复议法 54).
    CopyReceivedSimplified = "copy_received_simplified";
    /// We answered (复议法 48, 54).
    ReconsiderationAnswered = "reconsideration_answered";
    /// The reconsideration organ accepted it (复议法 62).
    ReconsiderationAccepted = "reconsideration_accepted";
    /// The same on the simplified track (复议法 62).
    ReconsiderationAcceptedSimplified = "reconsideration_accepted_simplified";
    /// It extended its own time (复议法 62).
    ReconsiderationExtended = "reconsideration_extended";
    /// It decided (复议法 62).
    ReconsiderationDecided = "reconsideration_decided";
    /// Its time was over, and it had not decided (复议法 34).
    ReconsiderationLapsed = "reconsideration_lapsed";
    /// The party received that decision (诉讼法 45).
    ReconsiderationReceived = "reconsideration_received";
    /// The party sued (诉讼法 45, 46).
    SuitFiled = "suit_filed";
    /// We asked the court to enforce (强制法 53).
    CourtApplied = "court_applied";
    /// It accepted (强制法 56).
    CourtAccepted = "court_accepted";
    /// It ruled (强制法 57, 58).
    CourtRuled = "court_ruled";
    /// The day on which another is to perform (强制法 51).
    SubstituteSet = "substitute_set";
    /// The party was urged once more before it (强制法 51).
    SubstituteUrged = "substitute_urged";
    /// Enforcement was suspended (强制法 39).
    ExecutionSuspended = "execution_suspended";
    /// It went on (强制法 39).
    ExecutionResumed = "execution_resumed";
    /// The officers reported a suspected crime (移送规定 5).
    CrimeReported = "crime_reported";
    /// The head decided to hand it over (移送规定 5).
    CrimeTransferDecided = "crime_transfer_decided";
    /// The police have it (移送规定 5).
    CrimeTransferred = "crime_transferred";
    /// The police opened a case and said so (移送规定 12).
    CrimeAccepted = "crime_accepted";
    /// They have the goods (移送规定 12).
    GoodsTransferred = "goods_transferred";
    /// It was published that nobody claims the vehicle (路保 72).
    UnclaimedPublished = "unclaimed_published";
    /// The party was urged to collect its vehicle (粤道条 60).
    CollectionUrged = "collection_urged";
    /// It was collected (路保 72; 粤道条 60).
    VehicleCollected = "vehicle_collected";
    /// A case of over-limit was dealt with (超限 44).
    OverLimitHandled = "over_limit_handled";
    /// The home organ of the vehicle was told (超限 44).
    OverLimitReported = "over_limit_reported";
    /// A decision was taken that is neither penalty nor permit (国办发〔2018〕118号).
    ResultDecided = "result_decided";
    /// A decision was published (国办发〔2018〕118号).
    ResultPublished = "result_published";
    /// A published decision was changed, quashed or found unlawful (处罚法 48).
    DecisionChanged = "decision_changed";
    /// What was published was withdrawn (处罚法 48).
    PublicationWithdrawn = "publication_withdrawn";
    /// Minor credit information was shown (信用修复管理办法).
    CreditMinor = "credit_minor";
    /// Ordinary credit information was shown (信用修复管理办法).
    CreditGeneral = "credit_general";
    /// Serious credit information was shown (信用修复管理办法).
    CreditSerious = "credit_serious";
    /// It was shown no more (信用修复管理办法).
    CreditRemoved = "credit_removed";
    /// The file was archived (文书档案保管期限规定).
    CaseArchived = "case_archived";
}

impl Trigger {
    /// The event of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Trigger> {
        Trigger::ALL.iter().copied().find(|trigger| trigger.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_a_word_of_its_own() {
        for trigger in Trigger::ALL {
            assert_eq!(Trigger::from_word(trigger.word()), Some(*trigger));
            assert!(trigger.key().ends_with(trigger.word()), "{trigger:?}");
        }
        assert_eq!(Trigger::from_word("act"), None);
    }
}
