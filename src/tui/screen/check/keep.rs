//! What is typed goes to the desk field by field, the acts of the telling in their order; it judges nothing.

use super::Check;
use crate::app::command::Command;
use crate::app::draft::{Draft, ORDER, act_of, field_of};
use crate::domain::identity::plate_state::PlateState;
use crate::domain::inspection::order::TellingOrder;
use crate::domain::vehicle::Vehicle;
use crate::tui::effect::Step;

impl Check {
    /// Tells the desk every field that it does not know yet.
    pub(super) fn save(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        let draft = self.draft.id;
        let gone = self.told.keys().filter(|path| !self.draft.fields.contains_key(*path));
        let emptied: Vec<(String, String)> = gone.map(|p| (p.clone(), String::new())).collect();
        let is_new = |path: &str, value: &str| {
            self.told.get(path).is_none_or(|t| t.as_deref() != Some(value))
        };
        let fields = self.draft.fields.iter().filter(|(path, _)| act_of(path).is_none());
        let changed = fields.filter(|(path, value)| is_new(path, value));
        let changed = changed.map(|(path, value)| (path.clone(), value.clone()));
        // The desk places the acts of the telling as it is told of them.
        let order = self.draft.order();
        let known = TellingOrder::from_text(
            self.told.get(ORDER).and_then(|text| text.as_deref()).unwrap_or_default(),
        );
        let same = order.shared_head(&known);
        let acts = order.acts().iter().enumerate().filter_map(|(nth, act)| {
            let path = field_of(*act);
            let value = self.draft.get(&path).to_string();
            (nth >= same || is_new(&path, &value)).then_some((path, value))
        });
        let told = emptied.into_iter().chain(changed).chain(acts);
        for (field, value) in told.filter(|(path, _)| path != ORDER) {
            self.unanswered.push_back(field.clone());
            steps.push(Step::Run(Command::SaveField { draft, field, value }));
        }
        let fields = self.draft.fields.iter();
        self.told = fields.map(|(path, value)| (path.clone(), Some(value.clone()))).collect();
        steps.extend(self.look_up());
        steps
    }

    /// Asks for what is known of the plate, and of who drives it and for whom, once each is typed to its end.
    fn look_up(&mut self) -> Option<Step> {
        let plate = known_as(&self.draft);
        let by = self.stands.as_ref().map(|stands| stands.by.clone()).unwrap_or_default();
        let typing = ["vehicle.plate", "present.id_no", "party.id_no", "party.credit_code"]
            .contains(&self.form.path());
        let asked = (plate, by);
        if asked.0.is_empty() || typing || asked == self.looked_up {
            return None;
        }
        self.looked_up.clone_from(&asked);
        let (plate, by) = asked;
        Some(Step::Run(Command::LookUpPlate { plate, by }))
    }

    /// A finding taken away leaves no hole: those behind it move up.
    pub(super) fn close_gap(&mut self, path: &str) {
        let number = path.trim_start_matches("findings[").split(']').next();
        let Some(gone) = number.and_then(|n| n.parse::<usize>().ok()) else { return };
        let old = std::mem::take(&mut self.draft.fields);
        for (path, value) in old {
            let nth = path
                .strip_prefix("findings[")
                .and_then(|rest| rest.split_once(']'))
                .and_then(|(n, rest)| n.parse::<usize>().ok().map(|n| (n, rest.to_string())));
            match nth {
                Some((n, _)) if n == gone => {}
                Some((n, rest)) if n > gone => {
                    self.draft.fields.insert(format!("findings[{}]{rest}", n - 1), value);
                }
                _ => {
                    self.draft.fields.insert(path, value);
                }
            }
        }
    }

    /// What the disk refused, or may have refused, is told again with the next field.
    pub(super) fn tell_again(&mut self) {
        for field in self.unanswered.drain(..) {
            self.told.insert(field, None);
        }
    }

    /// Whether something of the fields that were left is on the screen alone, as far as the desk has answered.
    pub(super) fn is_unsaved(&self) -> bool {
        !self.unanswered.is_empty() || self.told.values().any(Option::is_none)
    }
}

/// Under what the vehicle's acts are found, of what is typed so far.
fn known_as(draft: &Draft) -> String {
    let state = PlateState::from_word(draft.get("vehicle.plate_state"));
    let vehicle = Vehicle {
        plate: draft.get("vehicle.plate").to_string(),
        plate_state: state.unwrap_or_default(),
        vin: draft.get("vehicle.vin").to_string(),
        ..Vehicle::default()
    };
    vehicle.known_as()
}
