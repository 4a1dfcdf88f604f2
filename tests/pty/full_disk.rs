//! A disk that is really full under the real program: a sentence, nothing typed or kept is lost, and work goes on when there
//! is room.

use super::Program;
use crate::program::Ground;
use crate::scenarios;
use crate::small_disk::SmallDisk;
use lucha::app::{opening, sample};
use std::path::Path;
use std::process::Command;

const FULL: &str = "磁盘已满，没有保存";

/// Numbers and plates of the stops, and that the journal is whole.
fn kept(bureau: &Path) -> Vec<(String, String)> {
    let desk = opening::to_write(Some(bureau)).unwrap();
    assert_eq!(desk.verify().unwrap().breaks, []);
    desk.list("", 100).unwrap().into_iter().map(|line| (line.plate, line.number)).collect()
}

#[test]
fn on_a_full_disk_the_screens_say_so_and_nothing_typed_is_lost() {
    let disk = SmallDisk::new("8m");
    let bureau = disk.path().join("bureau");
    let mut program = Program::demo(&bureau, 100, 30);
    program.on_duty();
    program.press("n [检查 1/6] <Space> <Enter> [检查 2/6] {粤D31234} <Enter> [草稿 已存]");
    // Fields are typed while there is no room: they stay on the screen, and he cannot leave them behind.
    disk.fill();
    program.press(&format!("1 [{FULL}] [草稿 未存] 4 <Enter> [检查 4/6] <F8>"));
    std::thread::sleep(std::time::Duration::from_millis(300));
    program.press("[检查 4/6] [草稿 未存]");
    disk.make_room();
    // With the next field they are kept as well.
    program.press("<F6> {PK-012} <Enter> [草稿 已存]");
    program.press("{班车未在显著位置挂放客运标志牌，未当场改正} <Enter> [检查 5/6]");
    program.press("3 {孙八客运} <Enter> {92440507MA0006062M} <Enter> {孙八} <Enter>");
    program.press(
        "{440507199009090060} <Enter> {汕头市澄海区文冠路3号} <Enter> {13800000008} <Enter>",
    );
    program.press("<F3> <Enter> [检查 6/6] <F7> <Enter> 1 1 <Enter> [结果：当场处罚]");
    // No room for the record or its papers: no decision, and the same keys give it when there is.
    disk.fill();
    let confirm = "<Enter> [不得代输] {246810} <Enter> {135790} <Enter>";
    program.press(&format!("{confirm} [{FULL}] [结果：当场处罚]"));
    assert!(!program.text().contains("样汕交罚"), "{}", program.text());
    disk.make_room();
    program.press(&format!("{confirm} [〔20]"));
    // No room for the papers: none is called printed.
    disk.fill();
    program.press("a [打印《] <Enter>");
    program.expect("已满");
    assert!(!program.text().contains("已打印 3 种文书"), "{}", program.text());
    disk.make_room();
    program.press("a [打印《] <Enter> [已打印 3 种文书]");
    program.kill();
    let kept = kept(&bureau);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].0, "粤D31234");
    assert!(kept[0].1.contains("00001"), "one number was taken: {}", kept[0].1);
    let mut desk = opening::to_write(Some(bureau.as_path())).unwrap();
    let facts = desk.find(&kept[0].1).unwrap().inspection.facts;
    let vehicle = facts.vehicle.unwrap();
    assert_eq!((vehicle.colour.as_str(), vehicle.kind.is_empty()), ("黄", false));
    let papers = std::fs::read_dir(bureau.join("paper")).unwrap().count();
    assert_eq!(papers, 3);
}

#[test]
fn on_a_full_disk_a_script_is_told_and_the_same_command_works_when_there_is_room() {
    let disk = SmallDisk::new("8m");
    let ground = Ground::with_bureau("2026-11-23T18:00:00+08:00");
    let bureau = disk.path().join("bureau");
    let copied = Command::new("cp").arg("-r").arg(ground.bureau()).arg(&bureau).status().unwrap();
    assert!(copied.success());
    let before = kept(&bureau);
    let stops = ground.at("stops.json");
    std::fs::write(&stops, serde_json::to_vec(&vec![scenarios::stop("S01")]).unwrap()).unwrap();
    let pins = ground.at("pins");
    let lines = sample::pins().into_iter().map(|(who, _, pin)| format!("{who} {pin}\n"));
    std::fs::write(&pins, lines.collect::<String>()).unwrap();
    let (folder, pins) = (bureau.to_str().unwrap(), pins.to_str().unwrap());
    let number = before.iter().find(|(_, number)| !number.is_empty()).unwrap().1.clone();
    let commands: [&[&str]; 3] = [
        &["check", "--from", stops.to_str().unwrap(), "--pin-file", pins, "--dir", folder],
        &["print", &number, "--dir", folder],
        &[
            "export",
            &number,
            "--reason",
            "复议",
            "--to",
            disk.path().to_str().unwrap(),
            "--dir",
            folder,
        ],
    ];
    for command in commands {
        disk.fill();
        let full = ground.run(command);
        assert_ne!(full.code, 0, "{command:?}: {}", full.out);
        let said = format!("{}{}", full.out, full.err);
        assert!(said.contains('满'), "{command:?}: {said}");
        // Reading needs room for the index of the log, and says so as well.
        let list = ground.run(&["list", "--dir", folder]);
        assert!(list.code == 0 || list.err.contains('满'), "{}", list.err);
        disk.make_room();
        let again = ground.run(command);
        assert_eq!(again.code, 0, "{command:?}: {}{}", again.out, again.err);
        let verified = ground.run(&["verify", "--dir", folder]);
        assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    }
    let after = kept(&bureau);
    assert!(before.iter().all(|stop| after.contains(stop)), "{after:?}");
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
}
