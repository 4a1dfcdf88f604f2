//! Rule packs from headquarters: signed, adopted and named by the next decision, or refused whole.

use crate::bureau::{EVENING, sit_down};
use crate::news::{Laptop, Scene, number};
use lucha::app::command::{Command, Reply};
use lucha::domain::bureau::BureauEvent;
use lucha::hq::place::Place;
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{News, Scope};
use lucha::wire::message::rule_pack::{self, PackIssued, Title};
use tempfile::TempDir;

pub fn pack_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in lucha::app::rulepack::embedded_files() {
        let path = folder.path().join(&name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let header = folder.path().join("pack.toml");
    let text = std::fs::read_to_string(&header).unwrap();
    let line = text.lines().find(|line| line.starts_with("version")).unwrap();
    std::fs::write(&header, text.replace(line, "version = \"2026.12\"")).unwrap();
    folder
}

pub fn in_force(laptop: &Laptop) -> String {
    laptop.desk.snapshot().rulebook.pack.digest.hex()
}

#[test]
fn a_rule_pack_is_signed_sent_adopted_and_named_by_the_next_decision() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let before = number(&laptop.decide("粤D77B13"));
    let old = in_force(&laptop);
    let folder = pack_folder();
    let place = folder.path().to_str().unwrap();
    let freight = folder.path().join("violations/freight.toml");
    let good = std::fs::read_to_string(&freight).unwrap();
    std::fs::write(&freight, good.replacen("\"FR-0", "\"FX-0", 1)).unwrap();
    let (code, said) = scene.hq(&["publish", "--pack", place, "--approved-by", "法制科"]);
    assert!(code == 1 && said.contains("violations/freight.toml"), "{said}");
    std::fs::write(&freight, good).unwrap();
    let said = scene.done(&["publish", "--pack", place, "--approved-by", "法制科 王科长"]);
    laptop.sync();
    let new = in_force(&laptop);
    let mut events = laptop.bureau_events().into_iter();
    let refused = events.find(|event| matches!(event, BureauEvent::RulePackRefused { .. }));
    assert!(new != old && said.contains(&new), "{said}, {refused:?}");
    let adopted = laptop.bureau_events().into_iter().find_map(|event| match event {
        BureauEvent::RulePackAdopted { version, approver, .. } if version == "2026.12" => {
            Some(approver)
        }
        _ => None,
    });
    assert_eq!(adopted.as_deref(), Some("法制科 王科长"));
    let after = number(&laptop.decide("粤D77B14"));
    let pack = |laptop: &mut Laptop, no: &str| {
        laptop.desk.find(no).unwrap().inspection.ending.unwrap().pack.hex()
    };
    assert_eq!(pack(&mut laptop, &after), new);
    assert_eq!(pack(&mut laptop, &before), old, "an earlier decision stays under its own");
    // And it is there after the program was started again.
    let Laptop { folder, desk } = laptop;
    drop(desk);
    let desk = sit_down(folder.path(), EVENING);
    assert_eq!(desk.snapshot().rulebook.pack.digest.hex(), new);
}

#[test]
fn a_rule_pack_that_was_altered_or_signed_by_another_is_refused_and_the_old_one_stays() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let old = in_force(&laptop);
    let place = Place::open(scene.hq.path()).unwrap();
    let mut ledger = place.ledger().unwrap();
    let files = lucha::app::rulepack::embedded_files();
    let mut other = files.clone();
    other[0].1.extend(b"\n# another\n");
    let good = rule_pack::parts(&other).unwrap();
    let (digest, count) = (good[0].digest, u32::try_from(good.len()).unwrap());
    let title = Title { id: "x", version: "9", approved_by: "y" };
    let signer = place.keys.signer().unwrap();
    let issued =
        PackIssued::sign(place.headquarters(), digest, title, (1, count), &signer).unwrap();
    let mut bent = good.clone();
    let mut bytes = bent[0].bytes.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bent[0].bytes = bytes.into();
    let mut refused = 0;
    let mut try_it = |parts: &[rule_pack::PackPart], issued: &PackIssued, laptop: &mut Laptop| {
        for part in parts {
            ledger.publish(Scope::All, &News::PackPart(part.clone())).unwrap();
        }
        ledger.publish(Scope::All, &News::PackIssued(issued.clone())).unwrap();
        laptop.sync();
        refused += 1;
        let events = laptop.bureau_events();
        let no = events.iter().filter(|event| matches!(event, BureauEvent::RulePackRefused { .. }));
        assert_eq!(no.count(), refused, "it is an entry, so headquarters knows");
        assert_eq!(in_force(laptop), old);
        assert!(laptop.desk.sync_view().unwrap().pack_refused.is_some());
    };
    try_it(&bent, &issued, &mut laptop);
    let mut words = issued.clone();
    words.approved_by = "z".into();
    try_it(&good, &words, &mut laptop);
    let mut elsewhere = issued.clone();
    elsewhere.headquarters = Id([9; 16]);
    try_it(&good, &elsewhere, &mut laptop);
    let mut signature = issued.clone();
    let mut bytes = signature.signature.to_vec();
    bytes[5] ^= 1;
    signature.signature = bytes.into();
    try_it(&good, &signature, &mut laptop);
    assert_eq!(laptop.decide("粤D77B13")["outcome"], "on_spot_penalty", "work goes on");
    ledger.publish(Scope::All, &News::PackIssued(issued)).unwrap();
    laptop.sync();
    assert_eq!(in_force(&laptop), digest.hex(), "the right one is taken");
    assert_eq!(laptop.desk.sync_view().unwrap().pack_refused, None);
}

/// Texts of all papers of a stop, each set anew to the very page that was issued.
fn papers(laptop: &mut Laptop, no: &str) -> Vec<Vec<(String, String)>> {
    let lines = laptop.desk.find(no).unwrap().documents;
    let mut texts = Vec::new();
    for line in lines {
        let document = line.document;
        let reply = laptop.desk.handle(Command::OpenDocument { document, page: 1, width_px: 100 });
        let Reply::Document(page) = reply else { panic!("{}: {reply:?}", line.form) };
        texts.push(page.text);
    }
    texts
}

#[test]
fn a_case_opens_under_its_pack_years_later_with_its_limit_its_basis_and_its_papers() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let first = laptop.decide("粤D77B13");
    assert_eq!(first["limit_kg"], 25_000);
    let (no, old) = (number(&first), in_force(&laptop));
    let before = laptop.desk.find(&no).unwrap();
    let pages = papers(&mut laptop, &no);
    assert_eq!(pages.len(), 3);
    // Another limit, and another name of the act.
    let folder = pack_folder();
    let change = |name: &str, was: &str, is: &str| {
        let path = folder.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(was), "{was}");
        std::fs::write(&path, text.replace(was, is)).unwrap();
    };
    // In both tables: the lower of the two counts.
    change("weights.toml", "limit_kg = 25000", "limit_kg = 25500");
    change("violations/over_limit.toml", "可分载货物违法超限（总质量）", "总质量超限");
    let place = folder.path().to_str().unwrap();
    scene.done(&["publish", "--pack", place, "--approved-by", "法制科 王科长"]);
    laptop.sync();
    assert_ne!(in_force(&laptop), old);
    let second = laptop.decide("粤D77B14");
    assert_eq!(second["limit_kg"], 25_500, "the same program knows the new law at once: {second}");
    let Laptop { folder, desk } = laptop;
    drop(desk);
    let desk = sit_down(folder.path(), "2031-06-02T09:00:00+08:00");
    let mut laptop = Laptop { folder, desk };
    let after = laptop.desk.find(&no).unwrap();
    assert_eq!(after.inspection.ending.as_ref().unwrap().pack.hex(), old);
    assert_eq!(after.judgement, before.judgement);
    assert_eq!(after.inspection, before.inspection);
    assert_eq!(papers(&mut laptop, &no), pages);
    assert_ne!(papers(&mut laptop, &number(&second)), pages);
}
