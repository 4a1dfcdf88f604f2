//! Taking a pen over: this laptop's id, and a colleague's letters.

use super::Stage;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::offer::PenOffer;
use lucha::wire::signer::SoftKey;
use lucha::wire::suite::Suite;

#[test]
fn letters_are_taken_once_and_a_slip_names_its_line() {
    let mut slip = Stage::on_duty();
    slip.press("k {ABC} <Enter>");
    slip.sees(&["第 1 行与出示的不符"]);
    let mut stage = Stage::on_duty();
    stage.press("k");
    let own = stage.desk.device();
    stage.sees(&[&own.to_string()]);
    let offer = PenOffer {
        subject: Id([0x0f; 16]),
        journal: JournalName { device: Id([0x11; 16]), epoch: 1 },
        entry: Point { number: 9, digest: Digest([9; 32]) },
        token: 0,
        to: own,
        until_ms: stage.now.ms() + 3_600_000,
        suite: 0,
        public_key: Vec::new().into(),
        signature: Vec::new().into(),
    };
    let key = SoftKey::new(Suite::default(), &Key::new([9; 32])).unwrap();
    let letters = offer.signed(&key).unwrap().written().replace('\n', " ");
    stage.press(&format!("{{{letters}}}")).press("<Enter>");
    // What the case holds did not come with its pen: that is no success.
    stage.sees(&["本案内容还没有到本机"]);
    stage.sees_not(&["本案从现在起由本机办理"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "today");
    stage.press("k").press(&format!("{{{letters}}}")).press("<Enter>");
    stage.sees(&["本机已经接收过这个移交码"]);
}
