//! The colleague's screen: where this laptop listens and with which code, what a line that is none says, what is borne.

use super::{Stage, check};
use crate::headquarters::{code, founded, served, url};
use lucha::app::command::{Command, Reply};
use lucha::app::view::relay::RelayView;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::sync::relay::line::Peer;
use lucha::tui::effect::Event;
use lucha::wire::bundle::{Head, Way};
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::relay::{Hand, Load, Piece, Relay, Relayed, proof};
use lucha::wire::suite::Suite;
use tempfile::TempDir;

/// On duty, enrolled, with a folder for what is borne.
fn enrolled() -> (Stage, TempDir) {
    let hq = founded(Suite::default());
    let mut stage = Stage::on_duty();
    let running = served(hq.path(), "127.0.0.1:0");
    stage.desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let folder = tempfile::tempdir().unwrap();
    stage.desk.set_relay(folder.path(), "127.0.0.1:0");
    (stage, folder)
}

#[test]
fn who_bears_shows_address_and_code_and_stops_when_told() {
    let (stage, _folder) = enrolled();
    let mut stage = check(stage, "s b", &["同事代传", "托付同事"]);
    stage.press("<Enter>");
    stage.sees(&["请同事输入地址 127.0.0.1:", "对码", "F8"]);
    let Reply::RelayUnderWay(view) = stage.desk.handle(Command::LookAtRelay) else { panic!() };
    stage.sees(&[&view.address, &view.code]);
    assert!(view.code.len() == 6 && view.code.bytes().all(|digit| digit.is_ascii_digit()));
    // A second press begins nothing anew.
    stage.press("<Enter>");
    stage.sees(&[&view.code]);
    stage.press("<F8>");
    let waits = || std::thread::sleep(std::time::Duration::from_millis(50));
    let stopped = (0..100).find_map(|_| {
        waits();
        match stage.desk.handle(Command::LookAtRelay) {
            Reply::RelayUnderWay(view) if !view.running => Some(view),
            _ => None,
        }
    });
    let stopped = stopped.expect("it stops");
    assert!(stopped.stopped && stopped.refused.is_none(), "{stopped:?}");
    stage.press("<Esc> b");
    stage.sees(&["已停止"]);
}

#[test]
fn a_laptop_that_found_no_address_of_its_own_says_so() {
    let (stage, _folder) = enrolled();
    let mut stage = check(stage, "s b", &["同事代传"]);
    let (bears, code) = (true, "123456".to_string());
    let view = RelayView { running: true, bears, code, ..RelayView::default() };
    stage.send(Event::Reply(Box::new(Reply::RelayUnderWay(Box::new(view))), None));
    stage.sees(&["没找到本机的网络地址"]);
    stage.sees_not(&["请同事输入地址"]);
}

#[test]
fn an_address_where_nobody_is_says_so_and_what_to_do() {
    let keys = "s b {no address} <Tab> {123456} <Enter>";
    let (stage, _folder) = enrolled();
    let stage = check(stage, keys, &["与同事终端的连接不通", "地址不对"]);
    assert_eq!(stage.app.on_top(), "relay");
}

#[test]
fn a_laptop_without_headquarters_says_that_first() {
    check(Stage::on_duty(), "s b <Enter>", &["入网"]);
}

#[test]
fn what_is_borne_stands_on_the_sync_screen_with_whose_and_since_when() {
    let (mut stage, _folder) = enrolled();
    let bearing = stage.desk.bearing().unwrap();
    let (device, secret) = (Id([0x62; 16]), Key::new([1; 32]));
    let mut bearer = bearing.bearer(Peer { device, is_revoked: false }, &secret);
    let head = Head {
        way: Way::ToHeadquarters,
        bundle: Id([1; 16]),
        volume: 1,
        to: bearing.headquarters(),
        fresh: [2; 32],
    };
    let volume = head.bytes().to_vec();
    let (size, digest) = (volume.len() as u64, Digest::of(&volume));
    let (bundle, journal) = (head.bundle, JournalName { device, epoch: 1 });
    let proof = proof(&secret, Hand::Giver, bearing.code());
    let load = Load { entries: 37, upto: 37, photographs: 2, is_all: true };
    let questions = [
        Relay::Meet { journal, proof },
        Relay::Give { piece: Piece { bundle, size, digest }, load },
        Relay::Part { bundle, offset: 0, bytes: volume.into() },
    ];
    let answers = questions.map(|question| bearer.answer(&question));
    assert_eq!(answers[2], Relayed::Whole, "{answers:?}");
    check(stage, "s", &["代传：记录 37 条", &device.short(), "2026-11-23 08:40"]);
}
