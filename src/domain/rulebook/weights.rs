//! The tables of mass and size as data (kg, mm, Fen); it never computes with them.

use super::citation::Citation;
use crate::stdx::fen::Fen;

/// Limits, bands and steps for over-limit carriage (超限 3, 43); kg, mm and fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Where these tables stand.
    pub cites: WeightCites,
    /// 超限 art. 3, by axles and kind of vehicle.
    pub gross: Vec<GrossLimit>,
    /// Sums of the axle limits, by axle arrangement (认定标准 2016).
    pub arrangements: Vec<ArrangementLimit>,
    /// GB 1589: axles and groups of axles.
    pub axles: Vec<AxleLimit>,
    /// 超限 art. 3: any one of the three above its limit is over-limit.
    pub size: SizeLimits,
    /// 超限 art. 43(1)(1), narrowest band first.
    pub size_bands: Vec<SizeBandRow>,
    /// 超限 art. 43(1)(2).
    pub fine: MassFine,
    /// What GB 1589 allows beyond the size limits (超限 art. 3(3)).
    pub gb1589: Vec<Gb1589Allowance>,
    /// How long GB 1589 lets a vehicle be that claims a feature (超限 3(3)).
    pub gb1589_lengths: Vec<Gb1589Length>,
}

/// The places in the law (超限, 路保) that the tables are taken from; empty in a pack that does not say them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeightCites {
    /// Of the gross limits.
    pub gross: Vec<Citation>,
    /// Of the limits of size.
    pub size: Vec<Citation>,
    /// Of the steps of the fine.
    pub fine: Vec<Citation>,
    /// Of the cap that mass and size share.
    pub cap: Vec<Citation>,
}

/// Kinds of lorry that the limits tell apart (超限 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VehicleType {
    /// 载货汽车
    Truck,
    /// 汽车列车 of a kind not told
    Train,
    /// 铰接列车
    Articulated,
    /// 中置轴挂车列车
    CentreAxle,
    /// 全挂列车
    FullTrailer,
    /// 拖拉机
    Tractor,
    /// 农用车
    FarmVehicle,
    /// 低速货车
    SlowTruck,
}

impl VehicleType {
    /// Every kind.
    pub const ALL: [VehicleType; 8] = [
        VehicleType::Truck,
        VehicleType::Train,
        VehicleType::Articulated,
        VehicleType::CentreAxle,
        VehicleType::FullTrailer,
        VehicleType::Tractor,
        VehicleType::FarmVehicle,
        VehicleType::SlowTruck,
    ];

    /// As the tables of the law and the screens write it.
    #[must_use]
    pub const fn in_chinese(self) -> &'static str {
        match self {
            VehicleType::Truck => "载货汽车",
            VehicleType::Train => "汽车列车",
            VehicleType::Articulated => "铰接列车",
            VehicleType::CentreAxle => "中置轴挂车列车",
            VehicleType::FullTrailer => "全挂列车",
            VehicleType::Tractor => "拖拉机",
            VehicleType::FarmVehicle => "农用车",
            VehicleType::SlowTruck => "低速货车",
        }
    }

    /// Its limit is the mass that its licence prints (超限 art. 3).
    #[must_use]
    pub const fn is_limited_by_licence(self) -> bool {
        matches!(self, VehicleType::Tractor | VehicleType::FarmVehicle | VehicleType::SlowTruck)
    }

    /// The kind of such a word; `None` when it is none.
    #[must_use]
    pub fn from_chinese(word: &str) -> Option<VehicleType> {
        VehicleType::ALL.into_iter().find(|vehicle| vehicle.in_chinese() == word)
    }
}

/// A row of 超限 art. 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrossLimit {
    /// Included.
    pub axles_min: u8,
    /// Included; `None` for "and more".
    pub axles_max: Option<u8>,
    /// Kinds of lorry that the row is for.
    pub vehicles: Vec<VehicleType>,
    /// Gross mass in kg, exactly this much is still inside; `None` where it is the mass that the licence prints.
    pub limit_kg: Option<i64>,
    /// The limit when the tractor has one driven axle, where it differs.
    pub single_drive_kg: Option<i64>,
}

/// A row of the axle arrangement table (认定标准 2016, 超限 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrangementLimit {
    /// All axles of tractor and trailer.
    pub axles: u8,
    /// Kinds of lorry that the row is for.
    pub vehicles: Vec<VehicleType>,
    /// Axle groups from front to back (`1+1+3`); `None` where every arrangement has this limit.
    pub arrangement: Option<String>,
    /// Gross mass in kg.
    pub limit_kg: i64,
    /// The same when the tractor has one driven axle, where it differs, kg.
    pub single_drive_kg: Option<i64>,
}

/// How many tyres an axle has on each side (超限 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tyres {
    /// One on each side.
    Single,
    /// 双轮胎
    Dual,
}

/// A row of the axle limits (GB 1589): what it does not say holds for every axle or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxleLimit {
    /// 1, or 2 and 3 for a group.
    pub axles: u8,
    /// `None` holds for both.
    pub tyres: Option<Tyres>,
    /// `None` holds for driven ones and others.
    pub driven: Option<bool>,
    /// `None` holds for tractor and trailer.
    pub trailer: Option<bool>,
    /// Distance between the axles of the group: from, included, and below.
    pub spacing_from_mm: Option<u32>,
    /// Distance in mm, below which the row holds; `None` is no bound.
    pub spacing_below_mm: Option<u32>,
    /// Kilograms for the axle, or for the whole group.
    pub limit_kg: i64,
    /// The limit where all axles are driven and stand on air springs, where it differs.
    pub driven_air_kg: Option<i64>,
    /// 未核 where not: nothing may rest on the figure.
    pub confirmed: bool,
}

/// Outer size of vehicle and load together (超限 3), in mm; exactly the limit is still inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeLimits {
    /// From end to end, load included.
    pub length_mm: u32,
    /// Load included.
    pub width_mm: u32,
    /// From the ground.
    pub height_mm: u32,
}

/// A band of size with its fine (超限 43).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeBandRow {
    /// Number of the band, from 1.
    pub band: u8,
    /// Upper edges, included; `None` for the last band, which is everything else.
    pub up_to: Option<SizeLimits>,
    /// Fen, included.
    pub least: Fen,
    /// Fen, included.
    pub most: Fen,
    /// 可以处: no fine at all is lawful too.
    pub may: bool,
}

/// The steps of the fine for mass (超限 43), and the cap that mass and size share (路保 64).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MassFine {
    /// Up to this excess in kg, included, only a caution (警告).
    pub caution_up_to_kg: i64,
    /// Kilograms of one step.
    pub step_kg: i64,
    /// Fen for one step.
    pub per_step: Fen,
    /// 公路安全保护条例 art. 64.
    pub cap: Fen,
}

/// Vehicles to which GB 1589 gives more room than the size limits do (超限 3(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gb1589Feature {
    /// 冷藏车
    Refrigerated,
    /// 中置轴挂车列车
    CentreAxleTrain,
    /// 牵引杆挂车列车
    DrawbarTrain,
    /// 中置轴车辆运输列车
    CarTransporter,
    /// 安装空气悬架的车辆
    AirSuspension,
    /// 专用作业车
    SpecialPurpose,
}

impl Gb1589Feature {
    /// Every feature.
    pub const ALL: [Gb1589Feature; 6] = [
        Gb1589Feature::Refrigerated,
        Gb1589Feature::CentreAxleTrain,
        Gb1589Feature::DrawbarTrain,
        Gb1589Feature::CarTransporter,
        Gb1589Feature::AirSuspension,
        Gb1589Feature::SpecialPurpose,
    ];

    /// As the standard and the screens name it.
    #[must_use]
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Gb1589Feature::Refrigerated => "冷藏车",
            Gb1589Feature::CentreAxleTrain => "中置轴挂车列车",
            Gb1589Feature::DrawbarTrain => "牵引杆挂车列车",
            Gb1589Feature::CarTransporter => "中置轴车辆运输列车",
            Gb1589Feature::AirSuspension => "安装空气悬架的车辆",
            Gb1589Feature::SpecialPurpose => "专用作业车",
        }
    }

    /// The feature of such a name; `None` when it is none.
    #[must_use]
    pub fn from_chinese(word: &str) -> Option<Gb1589Feature> {
        Gb1589Feature::ALL.into_iter().find(|feature| feature.in_chinese() == word)
    }
}

/// What GB 1589 allows for a feature (超限 3(3)), in mm and kg; absent where it allows no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gb1589Allowance {
    /// Which vehicles it is for.
    pub feature: Gb1589Feature,
    /// Limit in mm in place of the ordinary one.
    pub length_mm: Option<u32>,
    /// Limit in mm in place of the ordinary one.
    pub width_mm: Option<u32>,
    /// Kilograms above the gross limit, for a tractor or lorry with at least `drive_axles_min` driven axles.
    pub more_kg: Option<i64>,
    /// Driven axles that `more_kg` asks for; `None` asks for none.
    pub drive_axles_min: Option<u8>,
    /// 未核 where not: what the feature allows is not known well enough to decide on.
    pub confirmed: bool,
}

/// How long a vehicle may be that conforms to GB 1589 (超限 3(3)), in mm; it is no limit of size by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gb1589Length {
    /// Kinds of lorry that the row is for.
    pub vehicles: Vec<VehicleType>,
    /// All axles of the vehicle; `None` holds for any number.
    pub axles: Option<u8>,
    /// Load included; exactly this much still conforms.
    pub length_mm: u32,
    /// For the combination that the standard excepts, which nobody at the roadside can tell: up to here the claim stands.
    pub exception_mm: Option<u32>,
    /// 未核 where not: nothing may rest on a claim of a longer vehicle.
    pub confirmed: bool,
}
