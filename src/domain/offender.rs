//! Whom the law counts beside the vehicle (路保 66): the driver and the carrier of a stop; it decides nothing about them.

use super::inspection::Facts;
use super::party::{Party, Personal};

/// The relation of a person at the scene who drove.
const DRIVER: &str = "驾驶人";
/// The relation of a person at the scene who is the party himself.
const PARTY: &str = "当事人";

/// Who stands behind an act (路保 66), by the numbers of their papers; empty where nobody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offenders {
    /// 货运车辆驾驶人: number of the paper that he showed.
    pub driver: Personal,
    /// 道路运输企业: its 统一社会信用代码.
    pub carrier: String,
}

impl Offenders {
    /// Those of a stop. Who is present as the driver drove; so did a citizen or sole trader who is present as the party.
    /// Only an organisation is a carrier with a fleet.
    #[must_use]
    pub fn of(facts: &Facts) -> Offenders {
        let carrier = match &facts.party {
            Some(Party::Organisation { credit_code, .. }) => credit_code.clone(),
            Some(Party::Citizen { .. } | Party::SoleTrader { .. }) | None => String::new(),
        };
        Offenders { driver: driver(facts).unwrap_or_default(), carrier }
    }
}

fn driver(facts: &Facts) -> Option<Personal> {
    let present = facts.present.as_ref()?;
    let of_party = match &facts.party {
        Some(Party::Citizen { id_no, .. } | Party::SoleTrader { id_no, .. }) => Some(id_no),
        Some(Party::Organisation { .. }) | None => None,
    };
    let shown = Some(&present.id_no).filter(|number| !number.get().is_empty());
    match present.relation.as_str() {
        DRIVER => shown.cloned(),
        PARTY => of_party.map(|of_party| shown.unwrap_or(of_party).clone()),
        _ => None,
    }
}
