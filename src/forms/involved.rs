//! What the minutes say of an odd plate, of other people and of requests that an officer withdraws; what was not recorded is
//! not said.

use super::scene::Scene;
use super::wording::listener;
use crate::domain::identity::plate_state::PlateState;
use crate::domain::inspection::recusal::Recusal;
use crate::domain::party::{IdentityProof, Present};
use crate::domain::person::{Person, PersonRole};
use crate::domain::vehicle::Vehicle;

/// 车牌 as papers write it.
#[must_use]
pub fn plate(vehicle: &Vehicle) -> String {
    vehicle.on_paper()
}

/// What was seen of an odd plate and of the numbers on the vehicle; empty where nothing speaks against either.
#[must_use]
pub fn numbers(vehicle: &Vehicle) -> String {
    let mut text = match vehicle.plate_state {
        PlateState::Missing => "该车未悬挂机动车号牌。",
        PlateState::SuspectedFalse => "该车悬挂的机动车号牌涉嫌伪造、变造，以公安机关认定为准。",
        PlateState::Normal | PlateState::Temporary | PlateState::HongKongMacau => "",
    }
    .to_string();
    // Of a vehicle without a plate the three stand where the plate would.
    if vehicle.plate_state != PlateState::Missing {
        for (name, number) in [("发动机号", &vehicle.engine_no), ("车辆外观", &vehicle.seen)]
        {
            if !number.trim().is_empty() {
                text += &format!("{name}：{}。", number.trim());
            }
        }
    }
    if vehicle.vin_disagrees() {
        text += &format!(
            "车架上的车辆识别代号与该号牌登记的车辆识别代号{}不一致。",
            vehicle.registered_vin
        );
    }
    text
}

/// 身份证件号 of the person present, with what it rests on where no paper was shown.
#[must_use]
pub fn id_no(present: &Present) -> String {
    let number = present.id_kind.on_paper(present.id_no.get());
    match present.identity {
        Some(IdentityProof::Refused) => "拒绝说明身份".into(),
        Some(IdentityProof::Told) => format!("{number}（本人自述，未出示证件）"),
        Some(IdentityProof::Shown) | None => number,
    }
}

/// Who else had to do with it or was there, one behind the other; empty where nobody was named.
#[must_use]
pub fn people(scene: &Scene<'_>) -> String {
    let named = scene.facts.people.iter().filter(|one| !one.is_blank());
    let (organs, others): (Vec<&Person>, Vec<&Person>) =
        named.partition(|one| one.role == Some(PersonRole::OtherOrgan));
    let said = |all: &[&Person]| all.iter().map(|one| person(one)).collect::<Vec<_>>().join("；");
    let mut text = String::new();
    if !others.is_empty() {
        text += &format!("相关人员：{}。", said(&others));
    }
    if !organs.is_empty() {
        text += &format!("其他机关在场人员：{}。", said(&organs));
    }
    text
}

/// `车辆所有人李四（居民身份证…，电话…，与当事人系雇佣关系）`.
fn person(one: &Person) -> String {
    let of_organ = one.role == Some(PersonRole::OtherOrgan);
    let role = if of_organ { "" } else { one.role.map_or("", PersonRole::in_chinese) };
    let number = match one.id_no.get().as_str() {
        "" => String::new(),
        number => format!("{}{number}", one.id_kind.in_chinese()),
    };
    let with = |name: &str, text: &str| match text.trim() {
        "" => String::new(),
        text => format!("{name}{text}"),
    };
    let more = [
        with("", one.unit.get()),
        number,
        with("统一社会信用代码", &one.credit_code),
        with("电话", one.phone.get()),
        with("关系：", one.relation.get()),
    ];
    let more: Vec<String> = more.into_iter().filter(|text| !text.is_empty()).collect();
    let name = one.name.get().trim();
    if more.is_empty() {
        format!("{role}{name}")
    } else {
        format!("{role}{name}（{}）", more.join("，"))
    }
}

/// That an officer was asked to withdraw, why, and what the head answered (处罚法 43); empty where nobody asked.
#[must_use]
pub fn recusals(scene: &Scene<'_>) -> String {
    let asked = scene.facts.recusals.iter().filter(|one| !one.is_blank());
    asked.map(|one| recusal(one, scene)).collect()
}

fn recusal(one: &Recusal, scene: &Scene<'_>) -> String {
    let known = scene.roster.iter().find(|officer| officer.credential == one.officer);
    let who = known.map_or(one.officer.as_str(), |officer| officer.name.as_str());
    let why = match one.why.get().trim().trim_end_matches('。') {
        "" => String::new(),
        why => format!("，理由：{why}"),
    };
    let asked = format!("{}申请执法人员{who}回避{why}。", listener(scene));
    let Some((granted, at)) = one.granted.zip(one.answered_at) else {
        return asked + "该申请尚未决定，决定作出前不停止调查。";
    };
    let answer = if granted { "准予回避" } else { "驳回回避申请" };
    format!(
        "{asked}{}，{}决定{answer}；决定作出前未停止调查。",
        at.in_chinese(),
        one.answered_by.get().trim()
    )
}

/// That the minutes were read to who cannot read them himself.
#[must_use]
pub fn read_out(scene: &Scene<'_>) -> String {
    let present = scene.facts.present.as_ref();
    let is_read = present.is_some_and(|one| one.cannot_read == Some(true) && !one.is_unread());
    if is_read {
        format!("{}不能阅读，执法人员已向其宣读本笔录。", listener(scene))
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vehicle(plate: &str, plate_state: PlateState) -> Vehicle {
        Vehicle { plate: plate.into(), plate_state, ..Vehicle::default() }
    }

    #[test]
    fn a_vehicle_without_a_plate_is_called_by_what_was_read_and_seen() {
        let missing = vehicle("", PlateState::Missing);
        let all = Vehicle {
            vin: "LZZ5CLSB6LA000001".into(),
            engine_no: "YC6L 0001".into(),
            seen: "红色自卸车".into(),
            ..missing.clone()
        };
        for (vehicle, want) in [
            (vehicle("粤D12345", PlateState::Normal), "粤D12345"),
            (vehicle("粤Z1234港", PlateState::HongKongMacau), "粤Z1234港"),
            (vehicle("粤D临12345", PlateState::Temporary), "粤D临12345（临时号牌）"),
            (vehicle("粤D12345", PlateState::SuspectedFalse), "粤D12345（涉嫌伪造、变造）"),
            (missing.clone(), "无号牌"),
            (
                Vehicle { vin: all.vin.clone(), ..missing },
                "无号牌（车辆识别代号LZZ5CLSB6LA000001）",
            ),
            (all, "无号牌（车辆识别代号LZZ5CLSB6LA000001，发动机号YC6L 0001，红色自卸车）"),
        ] {
            assert_eq!(plate(&vehicle), want);
        }
    }

    #[test]
    fn numbers_that_disagree_are_said_and_no_plate_is_called_false() {
        let plain = vehicle("粤D12345", PlateState::Normal);
        assert_eq!(numbers(&plain), "");
        let other = Vehicle {
            vin: "LZZ5CLSB6LA000001".into(),
            registered_vin: "LFWSRXSJ2M1E00002".into(),
            ..plain
        };
        let said = "车架上的车辆识别代号与该号牌登记的车辆识别代号LFWSRXSJ2M1E00002不一致。";
        assert_eq!(numbers(&other), said);
        let doubted = Vehicle {
            engine_no: "YC6L".into(),
            ..vehicle("粤D12345", PlateState::SuspectedFalse)
        };
        let said = "该车悬挂的机动车号牌涉嫌伪造、变造，以公安机关认定为准。发动机号：YC6L。";
        assert_eq!(numbers(&doubted), said);
        assert_eq!(numbers(&vehicle("", PlateState::Missing)), "该车未悬挂机动车号牌。");
    }

    #[test]
    fn a_person_stands_with_what_is_known_of_him() {
        let one = |role, name: &str| Person { role, name: name.into(), ..Person::default() };
        let owner = Person {
            id_no: "440515198501010101".into(),
            phone: "13800000001".into(),
            relation: "雇佣".into(),
            ..one(Some(PersonRole::Owner), "李四")
        };
        let organ = Person {
            unit: "澄海交警大队".into(),
            ..one(Some(PersonRole::OtherOrgan), "赵六")
        };
        for (one, want) in [
            (one(Some(PersonRole::Employer), "王五"), "雇主王五"),
            (owner, "车辆所有人李四（居民身份证440515198501010101，电话13800000001，关系：雇佣）"),
            (organ, "赵六（澄海交警大队）"),
        ] {
            assert_eq!(person(&one), want);
        }
    }

    #[test]
    fn an_identity_is_written_with_what_it_rests_on() {
        let present = |identity| Present {
            id_no: "440515198501010101".into(),
            identity,
            ..Present::default()
        };
        let number = "440515198501010101";
        assert_eq!(id_no(&present(None)), number);
        assert_eq!(id_no(&present(Some(IdentityProof::Shown))), number);
        let told = format!("{number}（本人自述，未出示证件）");
        assert_eq!(id_no(&present(Some(IdentityProof::Told))), told);
        assert_eq!(id_no(&present(Some(IdentityProof::Refused))), "拒绝说明身份");
    }
}
