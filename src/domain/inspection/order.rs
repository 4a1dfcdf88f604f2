//! In which order the cards were shown, the proposal told and the party heard, as each was recorded;
//! no clock is asked, because a clock may step.

use super::{Telling, Topic};

/// One act of the telling that has its place among the others (处罚法 44, 45, 55).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TellingAct {
    /// 出示执法证件 of both officers (处罚法 55).
    CardsShown,
    /// 告知 of one topic (处罚法 44).
    Told(Topic),
    /// 陈述、申辩 heard, waived or not made (处罚法 45).
    Heard,
}

impl TellingAct {
    /// All of them in the order that the law asks for.
    pub fn all() -> impl Iterator<Item = TellingAct> {
        let told = Topic::ALL.into_iter().map(TellingAct::Told);
        std::iter::once(TellingAct::CardsShown).chain(told).chain([TellingAct::Heard])
    }

    /// The word of the check contract: the field of `telling` that records it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TellingAct::CardsShown => "cards_shown",
            TellingAct::Told(topic) => topic.word(),
            TellingAct::Heard => "statement",
        }
    }

    /// The act of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<TellingAct> {
        TellingAct::all().find(|act| act.word() == word)
    }
}

/// The acts (处罚法 44, 45, 55) in the order of their recording, each once, at its last recording. An act that is not in it was
/// recorded before orders were kept, and counts as earlier than those that are.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TellingOrder(Vec<TellingAct>);

impl TellingOrder {
    /// `act` was done now: it stands behind all others, also when it was recorded before.
    pub fn record(&mut self, act: TellingAct) {
        self.forget(act);
        self.0.push(act);
    }

    /// What was recorded of `act` was taken back.
    pub fn forget(&mut self, act: TellingAct) {
        self.0.retain(|known| *known != act);
    }

    /// 1 for the first act, `None` where its place was not kept.
    #[must_use]
    pub fn nth(&self, act: TellingAct) -> Option<u32> {
        let at = self.0.iter().position(|known| *known == act)?;
        u32::try_from(at + 1).ok()
    }

    /// The acts, first to last.
    #[must_use]
    pub fn acts(&self) -> &[TellingAct] {
        &self.0
    }

    /// How many acts at the head of both are the same.
    #[must_use]
    pub fn shared_head(&self, other: &TellingOrder) -> usize {
        self.0.iter().zip(&other.0).take_while(|(one, two)| one == two).count()
    }

    /// The words of the acts with commas between, as a draft keeps them.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|act| act.word()).collect::<Vec<_>>().join(",")
    }

    /// Reads what [`TellingOrder::text`] wrote; other words are left out.
    #[must_use]
    pub fn from_text(text: &str) -> TellingOrder {
        let mut order = TellingOrder::default();
        text.split(',').filter_map(TellingAct::from_word).for_each(|act| order.record(act));
        order
    }
}

impl Telling {
    /// Whether `act` is recorded.
    #[must_use]
    pub fn holds(&self, act: TellingAct) -> bool {
        match act {
            TellingAct::CardsShown => self.cards_shown.is_some(),
            TellingAct::Told(topic) => self.told.iter().any(|(told, _)| *told == topic),
            TellingAct::Heard => self.statement.is_some(),
        }
    }

    /// Every recorded act with its place, earliest first.
    #[must_use]
    pub fn sequence(&self) -> Vec<(TellingAct, Option<u32>)> {
        let unplaced = TellingAct::all().filter(|act| self.order.nth(*act).is_none());
        let placed = self.order.acts().iter().copied();
        let held = unplaced.chain(placed).filter(|act| self.holds(*act));
        held.map(|act| (act, self.order.nth(act))).collect()
    }

    /// What must be done anew, as paths of the check contract: told before the cards of both officers were
    /// shown, or heard before all was told (处罚法 44, 45, 55).
    #[must_use]
    pub fn out_of_order(&self) -> Vec<&'static str> {
        let last = |wanted: fn(TellingAct) -> bool| {
            self.sequence().into_iter().filter(|(act, _)| wanted(*act)).map(|(_, nth)| nth).max()
        };
        let first_told = self
            .sequence()
            .into_iter()
            .filter(|(act, _)| matches!(act, TellingAct::Told(_)))
            .map(|(_, nth)| nth)
            .min();
        let cards = last(|act| act == TellingAct::CardsShown);
        let told = last(|act| matches!(act, TellingAct::Told(_)));
        let mut anew = Vec::new();
        if first_told.zip(cards).is_some_and(|(told, cards)| told < cards) {
            anew.push("telling.told");
        }
        let heard = last(|act| act == TellingAct::Heard);
        if heard.is_some_and(|heard| cards.max(told).is_some_and(|before| heard < before)) {
            anew.push("telling.statement");
        }
        anew
    }
}
