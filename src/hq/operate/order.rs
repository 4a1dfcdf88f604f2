//! `lucha-hq order`: what one laptop, or each, is told to do; sends nothing but the three typed orders.

use super::{Refused, id_of, refused};
use crate::hq::place::Place;
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::order::{DeviceOrder, Order, RETENTION_DAYS_MAX};
use clap::Args;
use rust_i18n::t;
use std::io::Write;
use std::path::Path;

/// Order a laptop to lock, to report in, or how long party data may stay.
#[derive(Args, Debug)]
pub struct What {
    #[arg(long, required_unless_present = "all", value_name = "DEVICE")]
    device: Option<String>,
    /// Every laptop, for the days of party data alone.
    #[arg(long, conflicts_with_all = ["device", "lock", "report_in"])]
    all: bool,
    /// Its screens lock at the next sync.
    #[arg(long)]
    lock: bool,
    /// It says how it stands, as an entry.
    #[arg(long)]
    report_in: bool,
    /// Days after the receipt that party data may stay on it.
    #[arg(long, value_name = "DAYS")]
    retention_days: Option<u32>,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let order = match (what.lock, what.report_in, what.retention_days) {
        (true, false, None) => Order::LockNow,
        (false, true, None) => Order::ReportIn,
        (false, false, Some(days)) if (1..=RETENTION_DAYS_MAX).contains(&days) => {
            Order::RetentionDays(days)
        }
        _ => return Err(refused(t!("hq.no_order", locale = lang))),
    };
    let named = what.device.as_deref().map(|text| Ok::<_, Refused>((text, id_of(text, lang)?)));
    let named = named.transpose()?;
    let mut ledger = Place::open(dir)?.ledger()?;
    // A feed that nobody reads would say that it was ordered.
    if let Some((text, device)) = named
        && !ledger.heads()?.iter().any(|(name, _)| name.device == device)
    {
        return Err(refused(t!("hq.no_device", locale = lang, a = text)));
    }
    let (id, given_ms) = (Dice::Machine.id(), Clock::machine().now().ms());
    let order = DeviceOrder { id, order, given_ms };
    let scope = named.map_or(Scope::All, |(_, device)| Scope::Device(device));
    ledger.publish(scope, &News::DeviceOrder(order))?;
    match named {
        Some((_, device)) => {
            writeln!(out, "{}", t!("hq.ordered", locale = lang, a = device, b = id))?;
        }
        None => writeln!(out, "{}", t!("hq.ordered_all", locale = lang, a = id))?,
    }
    Ok(0)
}
