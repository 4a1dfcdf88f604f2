//! The vehicle as it stood at the roadside: plate, axles, weight, papers; nothing is judged here.

use super::identity::plate_state::PlateState;
use super::over_limit::VehicleType;
use super::reading::ReadingKind;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// 车辆 as form 4 (式样 4) describes it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Vehicle {
    /// Of the tractor, normalised; empty where there is none.
    pub plate: String,
    /// What was seen where the plate belongs.
    pub plate_state: PlateState,
    /// 黄, 蓝, 渐变绿 …
    pub colour: String,
    /// One of `KINDS`.
    pub kind: String,
    /// Empty without a trailer.
    pub trailer_plate: String,
    /// The plate of Hong Kong or Macau that a vehicle with 粤Z…港 or 澳 carries beside it.
    pub home_plate: String,
    /// 车辆识别代号 of the licence or the frame; empty when nobody read it.
    pub vin: String,
    /// 车辆识别代号 that the licence or the register has for the plate; empty where nobody compared the two.
    pub registered_vin: String,
    /// 发动机号 as it was read; empty when nobody did.
    pub engine_no: String,
    /// What else was seen of a vehicle whose plate tells nothing: make, paint, lettering.
    pub seen: String,
    /// 总质量 on the licence (行驶证), kg, where somebody read it: the limit of a tractor, farm vehicle or slow lorry (超限 3),
    /// and what frees a light lorry of a permit (道条 22, 24).
    pub licence_gross_kg: Option<i64>,
    /// `None` for a vehicle that no table of mass is asked for.
    pub build: Option<Build>,
}

impl Vehicle {
    /// Whether 车型 of form 4 can be filled.
    #[must_use]
    pub fn has_type(&self) -> bool {
        self.build.is_some() || !self.kind.is_empty()
    }

    /// Whether it can be told from others: by its plate, or where there is none by its frame, its engine or what was seen.
    #[must_use]
    pub fn is_identified(&self) -> bool {
        match self.plate_state {
            PlateState::Missing => {
                [&self.vin, &self.engine_no, &self.seen].iter().any(|text| !text.trim().is_empty())
            }
            PlateState::Normal
            | PlateState::SuspectedFalse
            | PlateState::Temporary
            | PlateState::HongKongMacau => !self.plate.is_empty(),
        }
    }

    /// Path of the field that tells it from others.
    #[must_use]
    pub fn told_by(&self) -> &'static str {
        match self.plate_state {
            PlateState::Missing => "vehicle.seen",
            PlateState::Normal
            | PlateState::SuspectedFalse
            | PlateState::Temporary
            | PlateState::HongKongMacau => "vehicle.plate",
        }
    }

    /// Under what its acts are kept and found: its plate; a plate in doubt with `?` behind it, for it may be another
    /// vehicle's; the number of its frame where it has no plate. Empty where none of these is known: it has no history then.
    #[must_use]
    pub fn known_as(&self) -> String {
        match self.plate_state {
            PlateState::Missing => self.vin.clone(),
            PlateState::SuspectedFalse if !self.plate.is_empty() => format!("{}?", self.plate),
            PlateState::Normal
            | PlateState::SuspectedFalse
            | PlateState::Temporary
            | PlateState::HongKongMacau => self.plate.clone(),
        }
    }

    /// 车牌 as papers write it: the plate, with what it is where that is no matter of course; of a vehicle without one what it
    /// is known by, `无号牌（车辆识别代号LZZ5CLSB6LA000001）`.
    #[must_use]
    pub fn on_paper(&self) -> String {
        let plate = self.plate.as_str();
        match self.plate_state {
            PlateState::Normal | PlateState::HongKongMacau => plate.to_string(),
            PlateState::Temporary => format!("{plate}（临时号牌）"),
            PlateState::SuspectedFalse => format!("{plate}（涉嫌伪造、变造）"),
            PlateState::Missing => {
                let known =
                    [("车辆识别代号", &self.vin), ("发动机号", &self.engine_no), ("", &self.seen)];
                let named: Vec<String> = known
                    .iter()
                    .filter(|(_, text)| !text.trim().is_empty())
                    .map(|(name, text)| format!("{name}{}", text.trim()))
                    .collect();
                if named.is_empty() {
                    "无号牌".into()
                } else {
                    format!("无号牌（{}）", named.join("，"))
                }
            }
        }
    }

    /// Whether the number on the frame is another than the one registered for the plate.
    #[must_use]
    pub fn vin_disagrees(&self) -> bool {
        let both = !self.vin.is_empty() && !self.registered_vin.is_empty();
        both && self.vin != self.registered_vin
    }
}

/// What decides a lorry's limit (超限 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// Which rows of the two tables it falls under.
    pub vehicle_type: VehicleType,
    /// All axles of tractor and trailer.
    pub axles: u8,
    /// `1+1+3`, when the site reports it.
    pub arrangement: Option<String>,
    /// Driven axles of the tractor.
    pub drive_axles: u8,
    /// Undriven axles of groups and trailer axles with single tyres.
    pub single_tyre_axles: u8,
    /// Distances in the groups of several axles, front to back, where somebody measured them.
    pub axle_spacings_mm: Vec<u32>,
}

/// Kinds of vehicle that the check contract knows.
pub const KINDS: &[&str] = &[
    "货车",
    "危货车",
    "挂车",
    "班车客车",
    "包车客车",
    "小型客车",
    "网约车",
    "巡游出租车",
    "公交车",
    "教练车",
    "租赁车",
    "其他",
];

/// 称重检测: what the limits are held against (超限 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighing {
    /// Gross mass as the scale showed it, kg.
    pub gross_kg: i64,
    /// Load included, mm.
    pub length_mm: i64,
    /// Load included, mm.
    pub width_mm: i64,
    /// From the ground, mm.
    pub height_mm: i64,
    /// Number of the scale, `SCS-07`.
    pub device: String,
    /// 2, 5 or 10 under JJG 907.
    pub accuracy_class: u8,
    /// Of its verification certificate (检定证书).
    pub certificate_no: String,
    /// Whether this day still belongs to the certificate is ruling 11.
    pub certificate_until: Option<Day>,
    /// What stood on each axle or group, front to back, where the scale says it.
    pub axle_loads_kg: Vec<i64>,
    /// When it was weighed; `None` where nobody said, then on the day of the stop.
    pub at: Option<Moment>,
    /// On which occasion; `None` where nobody said, which ranks as a fixed site.
    pub kind: Option<ReadingKind>,
    /// Id of the deduction rule that the officers named (`DeductionRule`); empty where headquarters' ruling holds.
    pub deduction: String,
}

/// 道路运输证 (道条).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportCertificate {
    /// As printed on it.
    pub no: String,
    /// Where the vehicle's years of counting begin (超限 46); `None` where the paper was not legible.
    pub first_issued: Option<Day>,
}

/// 超限运输车辆通行证.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// As printed on it.
    pub no: String,
    /// Of the tractor.
    pub plate: String,
    /// Empty where it names none.
    pub trailer_plate: String,
    /// Gross mass that it allows, kg.
    pub gross_kg: i64,
    /// Length that it allows, mm.
    pub length_mm: i64,
    /// Width that it allows, mm.
    pub width_mm: i64,
    /// Height that it allows, mm.
    pub height_mm: i64,
    /// Roads that it names, as written there.
    pub route: String,
    /// First day; a permit without its days proves nothing.
    pub from: Option<Day>,
    /// Last day; whether it still counts is ruling 11.
    pub until: Option<Day>,
    /// Number of axles that it allows; `None` where it says none.
    pub axles: Option<u8>,
    /// The number that the register has for it; empty where nobody looked.
    pub registered_no: String,
    /// The officers held each field of it against what they saw; the minutes then say what came of it.
    pub compared: bool,
}

/// A GB 1589 feature claimed for the vehicle, with what proves it (超限 3(3)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionClaim {
    /// Its name in the standard, `Gb1589Feature::in_chinese`.
    pub feature: String,
    /// Entry of the 行驶证, photograph; blank proves nothing.
    pub proof: String,
    /// Whether the officers accept it; `None` where nobody said, and what is proven counts. Refused it frees of nothing.
    pub accepted: Option<bool>,
    /// Why it was accepted or refused, in the officers' words.
    pub why: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(plate_state: PlateState, plate: &str, vin: &str) -> Vehicle {
        Vehicle { plate_state, plate: plate.into(), vin: vin.into(), ..Vehicle::default() }
    }

    #[test]
    fn a_doubted_plate_is_kept_apart_from_the_vehicle_that_it_belongs_to() {
        const VIN: &str = "LZZ5CLSB6LA000001";
        for (state, plate, vin, known_as, is_identified) in [
            (PlateState::Normal, "粤D12345", VIN, "粤D12345", true),
            (PlateState::Normal, "", VIN, "", false),
            (PlateState::Temporary, "粤D临12345", "", "粤D临12345", true),
            (PlateState::HongKongMacau, "粤Z1234港", "", "粤Z1234港", true),
            (PlateState::SuspectedFalse, "粤D12345", VIN, "粤D12345?", true),
            (PlateState::SuspectedFalse, "", VIN, "", false),
            (PlateState::Missing, "", VIN, VIN, true),
            (PlateState::Missing, "", "", "", false),
        ] {
            let vehicle = seen(state, plate, vin);
            assert_eq!(vehicle.known_as(), known_as, "{state:?} {plate}");
            assert_eq!(vehicle.is_identified(), is_identified, "{state:?} {plate}");
        }
        let described =
            Vehicle { seen: "红色三轴自卸车".into(), ..seen(PlateState::Missing, "", "") };
        assert!(described.is_identified() && described.known_as().is_empty());
    }

    #[test]
    fn numbers_of_frame_and_register_disagree_only_where_both_were_read() {
        let with = |vin: &str, registered: &str| Vehicle {
            registered_vin: registered.into(),
            ..seen(PlateState::Normal, "粤D12345", vin)
        };
        assert!(with("LZZ5CLSB6LA000001", "LFWSRXSJ2M1E00002").vin_disagrees());
        assert!(!with("LZZ5CLSB6LA000001", "LZZ5CLSB6LA000001").vin_disagrees());
        assert!(!with("LZZ5CLSB6LA000001", "").vin_disagrees());
        assert!(!with("", "LFWSRXSJ2M1E00002").vin_disagrees());
    }
}
