//! A first PIN that somebody else gave is changed by its owner at sign-in.

use super::check;
use super::keeper::{NEW, keeping, sign_out_and_in};

#[test]
fn a_person_is_enrolled_and_chooses_his_own_pin_when_he_first_signs_in() {
    let (stage, _) = keeping();
    let mut stage = check(stage, NEW, &["✓ 已登记：王强", "人员 4 名", "PIN 待本人更改"]);
    assert_eq!(stage.app.on_top(), "keeper");
    sign_out_and_in(&mut stage, "19050001010", "445566");
    assert_eq!(stage.app.on_top(), "own_pin", "{}", stage.screen());
    stage.press("{998877} <Enter> {998876} <Enter>");
    stage.sees(&["! "]);
    stage.press("{998877} <Enter> {998877} <Enter>");
    stage.sees(&["✓ 已改成自己的 PIN"]);
    assert_eq!(stage.app.on_top(), "sign_in");
    stage.press("<Down> {19050001010} <Enter> {998877} <Enter>");
    assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
    assert!(stage.desk.verify().unwrap().breaks.is_empty());
}
