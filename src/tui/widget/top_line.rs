//! The first line, which is honest: who is on duty, the time, what headquarters has not confirmed.

use crate::app::view::today::TodayView;
use crate::stdx::width;
use crate::tui::shared::Shared;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

/// The parts that fit into `room` cells: the least needed are left out whole first. Who is on duty, the link, what waits for
/// headquarters, a doubtful clock and a disk that is nearly full stay; they are said in fewer words where room is short.
#[must_use]
pub fn text(cx: &Shared, room: usize) -> String {
    let join = |parts: &[(u8, String)]| {
        let texts: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
        format!(" {}", texts.join("  "))
    };
    for in_short in [false, true] {
        let mut parts = parts(cx, in_short);
        while width::cells(&join(&parts)) > room && parts.iter().any(|(need, _)| *need > STAYS) {
            let least = parts.iter().map(|(need, _)| *need).max().unwrap_or(0);
            parts.retain(|(need, _)| *need != least);
        }
        if in_short || width::cells(&join(&parts)) <= room {
            return join(&parts);
        }
    }
    String::new()
}

/// Up to this need a part is not left out.
const STAYS: u8 = 1;

/// Each part with how much it is needed: the higher, the sooner it goes.
fn parts(cx: &Shared, in_short: bool) -> Vec<(u8, String)> {
    let l = cx.l();
    let agency = &cx.snapshot.agency;
    // Behind what is only nice to know, the program's own name is what nobody misses.
    let mut parts: Vec<(u8, String)> = vec![(3, t!("app.name", locale = l).into_owned())];
    if agency.sample {
        parts.push((0, t!("app.sample", locale = l).into_owned()));
    }
    if !agency.name.is_empty() {
        parts.push((5, agency.name.clone()));
    }
    if let Some(shift) = &cx.snapshot.shift {
        let names: Vec<String> =
            shift.officers.iter().map(|credential| cx.officer_name(credential)).collect();
        parts.push((STAYS, names.join(" + ")));
    } else if let Some((_, name)) = &cx.officer {
        parts.push((STAYS, name.clone()));
    }
    parts.push((STAYS, cx.now.hour_minute()));
    if let Some(today) = &cx.today {
        let count = today.unacknowledged;
        let waits = if count == 0 {
            t!("top.all_confirmed", locale = l).into_owned()
        } else if in_short {
            t!("top.unconfirmed_short", locale = l, count = count).into_owned()
        } else {
            let age = age(l, today.oldest_min);
            t!("top.unconfirmed", locale = l, count = count, age = age).into_owned()
        };
        let line = if cx.is_online { "top.online" } else { "top.offline" };
        parts.push((STAYS, format!("{}  {waits}", t!(line, locale = l))));
        if today.photographs_waiting > 0 {
            let key = if in_short { "top.photographs_short" } else { "top.photographs" };
            let count = today.photographs_waiting;
            parts.push((STAYS, t!(key, locale = l, count = count).into_owned()));
        }
        if today.clock_step.is_some() {
            let key = if in_short { "top.clock_doubt_short" } else { "top.clock_doubt" };
            parts.push((STAYS, t!(key, locale = l).into_owned()));
        }
        parts.push((4, t!("top.numbers", locale = l, count = today.numbers.left).into_owned()));
        parts.extend(disk(l, today, in_short));
    }
    if cx.waiting > 0 {
        parts.push((2, "...".into()));
    }
    parts
}

/// What is free on the disk: a number among others, until it hardly holds another shift.
fn disk(l: &str, today: &TodayView, in_short: bool) -> Option<(u8, String)> {
    if let Some(gb) = today.disk_low_gb() {
        let key = if in_short { "top.disk_low_short" } else { "top.disk_low" };
        return Some((STAYS, t!(key, locale = l, gb = gb).into_owned()));
    }
    let gb = today.disk_free? / 1_000_000_000;
    Some((6, t!("top.disk", locale = l, gb = gb).into_owned()))
}

/// `3h05` of minutes, in words.
fn age(l: &str, minutes: u64) -> String {
    let (hours, minutes) = (minutes / 60, format!("{:02}", minutes % 60));
    t!("top.age", locale = l, hours = hours, minutes = minutes).into_owned()
}

/// Draws the line.
pub fn draw(frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
    let room = usize::from(area.width);
    let text = width::pad(&text(cx, room), room);
    frame.render_widget(Paragraph::new(text).style(cx.theme.bar()), area);
}
