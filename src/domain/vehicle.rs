//! The vehicle as it stood at the roadside: plate, axles, weight, papers; nothing is judged here.

use super::over_limit::VehicleType;
use crate::stdx::day::Day;

/// 车辆 as form 4 (式样 4) describes it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Vehicle {
    /// Of the tractor, normalised.
    pub plate: String,
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
}

/// A GB 1589 feature claimed for the vehicle, with what proves it (超限 3(3)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionClaim {
    /// Its name in the standard, `Gb1589Feature::in_chinese`.
    pub feature: String,
    /// Entry of the 行驶证, photograph; blank proves nothing.
    pub proof: String,
}
