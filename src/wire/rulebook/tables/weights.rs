//! The weight tables of a pack; tables that contradict themselves or end too early are refused.

use super::{File, parse};
use crate::domain::rulebook::{
    ArrangementLimit, AxleLimit, Gb1589Allowance, Gb1589Feature, Gb1589Length, GrossLimit,
    MassFine, SizeBandRow, SizeLimits, Tyres, VehicleType, WeightCites, Weights,
};
use crate::stdx::fen::Fen;
use crate::wire::rulebook::fault::{Gap, PackFault, PackWrong};
use crate::wire::rulebook::rows::{CitationRow, check_range, citations};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightsFile {
    /// Packs of before the key name no article.
    #[serde(default)]
    cites: CitesRow,
    size: SizeRow,
    fine: FineRow,
    gross: Vec<GrossRow>,
    arrangement: Vec<ArrangementRow>,
    size_band: Vec<BandRow>,
    gb1589: Vec<Gb1589Row>,
    /// Packs of before the key hold no claim against a length.
    #[serde(default)]
    gb1589_length: Vec<LengthRow>,
    /// Packs of before the key know no axle.
    #[serde(default)]
    axle: Vec<AxleRow>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CitesRow {
    gross: Vec<CitationRow>,
    size: Vec<CitationRow>,
    fine: Vec<CitationRow>,
    cap: Vec<CitationRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SizeRow {
    length_mm: u32,
    width_mm: u32,
    height_mm: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FineRow {
    caution_up_to_kg: i64,
    step_kg: i64,
    per_step_yuan: i64,
    cap_yuan: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrossRow {
    axles_min: u8,
    axles_max: Option<u8>,
    vehicles: Vec<String>,
    limit_kg: Option<i64>,
    /// The limit is what the licence prints.
    #[serde(default)]
    by_licence: bool,
    single_drive_kg: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArrangementRow {
    axles: u8,
    vehicles: Vec<String>,
    arrangement: Option<String>,
    limit_kg: i64,
    single_drive_kg: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandRow {
    band: u8,
    up_to: Option<SizeRow>,
    least: i64,
    most: i64,
    #[serde(default)]
    may: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gb1589Row {
    feature: String,
    length_mm: Option<u32>,
    width_mm: Option<u32>,
    more_kg: Option<i64>,
    drive_axles_min: Option<u8>,
    #[serde(default = "yes")]
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LengthRow {
    vehicles: Vec<String>,
    axles: Option<u8>,
    length_mm: u32,
    exception_mm: Option<u32>,
    #[serde(default = "yes")]
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AxleRow {
    axles: u8,
    tyres: Option<TyresWord>,
    driven: Option<bool>,
    trailer: Option<bool>,
    spacing_from_mm: Option<u32>,
    spacing_below_mm: Option<u32>,
    limit_kg: i64,
    driven_air_kg: Option<i64>,
    #[serde(default = "yes")]
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TyresWord {
    Single,
    Dual,
}

/// What a pack says nothing against, its approver stands for.
fn yes() -> bool {
    true
}

pub(in crate::wire::rulebook) fn weights(
    (file, text): File,
    laws: &BTreeSet<&str>,
) -> Result<Weights, PackFault> {
    let read: WeightsFile = parse(file, text)?;
    let at = |row: String| move |wrong| PackFault::new(file, row, wrong);
    let mut gross = Vec::new();
    for (n, row) in read.gross.into_iter().enumerate() {
        gross.push(gross_limit(row).map_err(at(format!("gross row {}", n + 1)))?);
    }
    check_gross(&gross).map_err(at("gross".into()))?;
    let mut arrangements = Vec::new();
    for (n, row) in read.arrangement.into_iter().enumerate() {
        arrangements.push(arrangement(row).map_err(at(format!("arrangement row {}", n + 1)))?);
    }
    let mut gb1589 = Vec::new();
    for row in read.gb1589 {
        let Gb1589Row { feature, length_mm, width_mm, more_kg, drive_axles_min, confirmed } = row;
        let Some(known) = Gb1589Feature::from_chinese(&feature) else {
            return Err(at(format!("gb1589 {feature}"))(PackWrong::UnknownVehicle(feature)));
        };
        if let Some(kg) = more_kg.filter(|kg| *kg <= 0) {
            return Err(at(format!("gb1589 {feature}"))(PackWrong::BadAmount(kg)));
        }
        gb1589.push(Gb1589Allowance {
            feature: known,
            length_mm,
            width_mm,
            more_kg,
            drive_axles_min,
            confirmed,
        });
    }
    let mut gb1589_lengths = Vec::new();
    for (n, row) in read.gb1589_length.into_iter().enumerate() {
        gb1589_lengths.push(length(row).map_err(at(format!("gb1589_length row {}", n + 1)))?);
    }
    let mut axles = Vec::new();
    for (n, row) in read.axle.into_iter().enumerate() {
        axles.push(axle_limit(row).map_err(at(format!("axle row {}", n + 1)))?);
    }
    Ok(Weights {
        cites: weight_cites(read.cites, laws).map_err(at("cites".into()))?,
        gross,
        arrangements,
        axles,
        size: size(&read.size),
        size_bands: size_bands(read.size_band, &read.size).map_err(at("size_band".into()))?,
        fine: mass_fine(&read.fine).map_err(at("fine".into()))?,
        gb1589,
        gb1589_lengths,
    })
}

fn weight_cites(row: CitesRow, laws: &BTreeSet<&str>) -> Result<WeightCites, PackWrong> {
    Ok(WeightCites {
        gross: citations(row.gross, laws)?,
        size: citations(row.size, laws)?,
        fine: citations(row.fine, laws)?,
        cap: citations(row.cap, laws)?,
    })
}

fn vehicles(words: Vec<String>) -> Result<Vec<VehicleType>, PackWrong> {
    if words.is_empty() {
        return Err(PackWrong::Blank);
    }
    words
        .into_iter()
        .map(|word| VehicleType::from_chinese(&word).ok_or(PackWrong::UnknownVehicle(word)))
        .collect()
}

fn check_limits(limit_kg: i64, single_drive_kg: Option<i64>) -> Result<(), PackWrong> {
    if limit_kg <= 0 {
        return Err(PackWrong::BadAmount(limit_kg));
    }
    match single_drive_kg {
        // One driven axle never allows more than two.
        Some(kg) if kg <= 0 || kg > limit_kg => Err(PackWrong::BadAmount(kg)),
        Some(_) | None => Ok(()),
    }
}

/// No lorry has two limits, and a train may have any number of axles.
fn check_gross(rows: &[GrossLimit]) -> Result<(), PackWrong> {
    for vehicle in VehicleType::ALL {
        for axles in 2..=u8::MAX {
            let of_axles = |row: &&GrossLimit| {
                row.vehicles.contains(&vehicle)
                    && row.axles_min <= axles
                    && row.axles_max.is_none_or(|most| axles <= most)
            };
            if rows.iter().filter(of_axles).count() > 1 {
                return Err(PackWrong::TableGap(Gap::SeveralRows));
            }
        }
    }
    let has_open_end = rows
        .iter()
        .any(|row| row.axles_max.is_none() && row.vehicles.contains(&VehicleType::Train));
    if has_open_end { Ok(()) } else { Err(PackWrong::TableGap(Gap::NoOpenEnd)) }
}

fn gross_limit(row: GrossRow) -> Result<GrossLimit, PackWrong> {
    let GrossRow { axles_min, axles_max, limit_kg, single_drive_kg, by_licence, .. } = row;
    match limit_kg {
        Some(kg) if !by_licence => check_limits(kg, single_drive_kg)?,
        None if by_licence && single_drive_kg.is_none() => {}
        _ => {
            return Err(PackWrong::TableGap(Gap::TwoLimits));
        }
    }
    if let Some(most) = axles_max {
        check_range(axles_min.into(), most.into())?;
    }
    let vehicles = vehicles(row.vehicles)?;
    Ok(GrossLimit { axles_min, axles_max, vehicles, limit_kg, single_drive_kg })
}

fn arrangement(row: ArrangementRow) -> Result<ArrangementLimit, PackWrong> {
    let ArrangementRow { axles, arrangement, limit_kg, single_drive_kg, .. } = row;
    check_limits(limit_kg, single_drive_kg)?;
    if let Some(groups) = &arrangement {
        let sum: Option<u8> = groups.split('+').map(|group| group.parse::<u8>().ok()).sum();
        if sum != Some(axles) {
            return Err(PackWrong::TableGap(Gap::AxleGroups));
        }
    }
    let vehicles = vehicles(row.vehicles)?;
    Ok(ArrangementLimit { axles, vehicles, arrangement, limit_kg, single_drive_kg })
}

fn axle_limit(row: AxleRow) -> Result<AxleLimit, PackWrong> {
    if !(1..=3).contains(&row.axles) {
        return Err(PackWrong::TableGap(Gap::AxleRow));
    }
    check_limits(row.limit_kg, None)?;
    if let Some(kg) = row.driven_air_kg.filter(|kg| *kg < row.limit_kg) {
        return Err(PackWrong::BadAmount(kg));
    }
    if let (Some(from), Some(below)) = (row.spacing_from_mm, row.spacing_below_mm) {
        check_range(from.into(), i64::from(below) - 1)?;
    }
    Ok(AxleLimit {
        axles: row.axles,
        tyres: row.tyres.map(|word| match word {
            TyresWord::Single => Tyres::Single,
            TyresWord::Dual => Tyres::Dual,
        }),
        driven: row.driven,
        trailer: row.trailer,
        spacing_from_mm: row.spacing_from_mm,
        spacing_below_mm: row.spacing_below_mm,
        limit_kg: row.limit_kg,
        driven_air_kg: row.driven_air_kg,
        confirmed: row.confirmed,
    })
}

fn length(row: LengthRow) -> Result<Gb1589Length, PackWrong> {
    let LengthRow { axles, length_mm, exception_mm, confirmed, .. } = row;
    for mm in [Some(length_mm), exception_mm].into_iter().flatten() {
        if mm == 0 || mm < length_mm {
            return Err(PackWrong::BadAmount(mm.into()));
        }
    }
    let vehicles = vehicles(row.vehicles)?;
    Ok(Gb1589Length { vehicles, axles, length_mm, exception_mm, confirmed })
}

const fn size(row: &SizeRow) -> SizeLimits {
    SizeLimits { length_mm: row.length_mm, width_mm: row.width_mm, height_mm: row.height_mm }
}

/// Bands grow from the limits upwards, and only the last one has no edges.
fn size_bands(rows: Vec<BandRow>, limits: &SizeRow) -> Result<Vec<SizeBandRow>, PackWrong> {
    let mut edge = size(limits);
    let count = rows.len();
    let mut bands = Vec::with_capacity(count);
    for (n, row) in rows.into_iter().enumerate() {
        check_range(row.least, row.most)?;
        let up_to = row.up_to.as_ref().map(size);
        if up_to.is_none() != (n + 1 == count) {
            return Err(PackWrong::TableGap(Gap::LastBand));
        }
        if let Some(next) = up_to {
            let grows = next.length_mm >= edge.length_mm
                && next.width_mm >= edge.width_mm
                && next.height_mm >= edge.height_mm;
            if !grows || next == edge {
                return Err(PackWrong::TableGap(Gap::NarrowBand));
            }
            edge = next;
        }
        let (least, most) = (Fen::from_yuan(row.least), Fen::from_yuan(row.most));
        bands.push(SizeBandRow { band: row.band, up_to, least, most, may: row.may });
    }
    if bands.is_empty() {
        return Err(PackWrong::TableGap(Gap::NoBand));
    }
    Ok(bands)
}

fn mass_fine(row: &FineRow) -> Result<MassFine, PackWrong> {
    let FineRow { caution_up_to_kg, step_kg, per_step_yuan, cap_yuan } = *row;
    for amount in [step_kg, per_step_yuan, cap_yuan] {
        if amount <= 0 {
            return Err(PackWrong::BadAmount(amount));
        }
    }
    if caution_up_to_kg < 0 {
        return Err(PackWrong::BadAmount(caution_up_to_kg));
    }
    let (per_step, cap) = (Fen::from_yuan(per_step_yuan), Fen::from_yuan(cap_yuan));
    Ok(MassFine { caution_up_to_kg, step_kg, per_step, cap })
}
