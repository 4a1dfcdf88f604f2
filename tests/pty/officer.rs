//! An officer's keys for a whole case: a stop typed from the sample file, its evidence, its interview, its papers and the way to
//! headquarters. Decides nothing about one stop alone.

use super::stops::{is_pdf, text_of};
use super::{PATIENCE, Program, bare};
use crate::bureau::{reader, sample_folder};
use crate::headquarters::{code, founded, url_of};
use crate::killed_headquarters::{all_there, kill, serve};
use crate::scenarios;
use lucha::app::opening;
use lucha::domain::identity::plate_colour::PlateColour;
use lucha::domain::paper::KINDS;
use lucha::domain::rulebook::VehicleType;
use lucha::domain::vehicle;
use lucha::hq::place::Place;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::store::drafts::DraftRow;
use lucha::wire::suite::Suite;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The scale's certificate and what else is to last as long as these tests.
const LASTS: &str = "2199-12-31";

/// Headquarters as a program of its own; it goes with the test.
struct Server(Option<Child>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.take().into_iter().for_each(kill);
    }
}

/// A stop of the sample file in a terminal, the laptop's folder and headquarters'.
pub struct Case {
    pub program: Program,
    stop: Value,
    laptop: TempDir,
    hq: PathBuf,
    card: TempDir,
    /// The pictures of the card by their names.
    pictures: BTreeMap<String, Vec<u8>>,
    size: (u16, u16),
    /// Held as long as the case.
    _ground: Option<TempDir>,
    server: Server,
}

impl Case {
    /// In the demo, whose headquarters is in the same process.
    pub fn in_demo(id: &str, size: (u16, u16)) -> Case {
        let laptop = tempfile::tempdir().unwrap();
        let program = Program::demo(laptop.path(), size.0, size.1);
        let hq = laptop.path().join("headquarters");
        Case::of(id, size, program, laptop, (hq, None, None))
    }

    /// On an enrolled laptop, with the real headquarters on this machine.
    pub fn enrolled(id: &str, size: (u16, u16)) -> Case {
        let hq = founded(Suite::default());
        let (server, address) = serve(hq.path(), "127.0.0.1:0");
        let server = Some(server);
        let laptop = sample_folder();
        let mut desk = opening::to_write(Some(laptop.path())).unwrap();
        desk.enrol_laptop(&url_of(&address), &code(hq.path())).unwrap();
        drop(desk);
        let program = open(laptop.path(), size);
        let place = hq.path().to_path_buf();
        Case::of(id, size, program, laptop, (place, Some(hq), server))
    }

    fn of(
        id: &str,
        size: (u16, u16),
        program: Program,
        laptop: TempDir,
        (hq, ground, server): (PathBuf, Option<TempDir>, Option<Child>),
    ) -> Case {
        let stop = scenarios::stop(id);
        let (card, pictures) = (tempfile::tempdir().unwrap(), BTreeMap::new());
        let server = Server(server);
        Case { program, stop, laptop, hq, card, pictures, size, _ground: ground, server }
    }

    /// What the sample file has at `path`, as it is typed; empty where it has nothing.
    pub fn get(&self, path: &str) -> String {
        let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
        match self.stop.pointer(&pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_)) | None => {
                String::new()
            }
        }
    }

    /// Millimetres as the screens take them.
    fn metres(&self, path: &str) -> String {
        let mm: u32 = self.get(path).parse().unwrap();
        format!("{}.{:03}", mm / 1000, mm % 1000)
    }

    /// Presses keys; `@path@` in them is what the sample file has there.
    #[track_caller]
    pub fn press(&mut self, script: &str) -> &mut Case {
        let mut keys = String::new();
        for (nth, part) in script.split('@').enumerate() {
            if nth % 2 == 0 {
                keys += part;
            } else {
                keys += &self.get(part);
            }
        }
        self.program.press(&keys);
        self
    }

    /// Waits until the screen has all `words`, however its lines are broken.
    #[track_caller]
    pub fn sees(&self, words: &[&str]) {
        self.program.sees(words);
    }

    /// From the sign-in to the first screen of the shift.
    #[track_caller]
    pub fn on_duty(&mut self) -> &mut Case {
        self.press("[19050001001] 1 [246810] {246810} <Enter>");
        self.press("[今天和谁一起执勤] {@place.text@} <Enter> {@plan@} <Enter> [新检查]")
    }

    /// Steps 1 and 2: where, and which vehicle.
    #[track_caller]
    pub fn vehicle(&mut self) -> &mut Case {
        self.press("n [检查 1/6] <Up> <Up> [>行政区划] <Ctrl-U> {@place.region@}");
        if self.get("place.route").is_empty() {
            self.press("<Down> <Down>");
        } else {
            let direction = ["上行", "下行", "双向"];
            let nth = direction.iter().position(|one| *one == self.get("place.direction")).unwrap();
            self.press("<Up> <Up> <Up> <Up> [>路线] {@place.route@} <Down> {@place.stake@} <Down>");
            self.press(&format!("{}", nth + 1));
        }
        self.press("[>已出示证件] <Space> <Enter> [检查 2/6]");
        let colour = self.get("vehicle.colour");
        let colour = PlateColour::ALL.iter().position(|one| one.in_chinese() == colour).unwrap();
        let kind = self.get("vehicle.kind");
        let kind = vehicle::KINDS.iter().position(|one| *one == kind).unwrap();
        self.press(&format!("{{@vehicle.plate@}} <Enter> {} {}", colour + 1, kind + 1));
        if !self.get("vehicle.trailer_plate").is_empty() {
            self.press("<Up> <Up> [>挂车号牌] {@vehicle.trailer_plate@} <Enter>");
        }
        self
    }

    /// The lorry's certificate, its permit where it has one, and step 3: axles, mass, size, the scale.
    #[track_caller]
    pub fn lorry(&mut self) -> &mut Case {
        self.press("{@transport_certificate.no@} <Enter> {@transport_certificate.first_issued@}");
        if self.get("permit.no").is_empty() {
            self.press("<Enter>");
        } else {
            self.permit();
        }
        let sort = self.get("vehicle.type");
        let sort = VehicleType::ALL.iter().position(|one| one.in_chinese() == sort).unwrap();
        self.press(&format!("[检查 3/6] {} {{@vehicle.axles@}} <Enter>", sort + 1));
        if self.get("vehicle.axles").parse::<u32>().unwrap() >= 4 {
            // Nobody read which axle stands where.
            self.press("[>轴型] <Down>");
        }
        let sizes = ["length_mm", "width_mm", "height_mm"]
            .map(|size| format!("{{{}}} <Enter>", self.metres(&format!("weighing.{size}"))));
        let divisible = if self.stop["load"]["divisible"] == true { "y" } else { "n" };
        self.press("{@vehicle.drive_axles@} <Enter> {@vehicle.single_tyre_axles@} <Enter>");
        self.press("{@weighing.gross_kg@} <Enter>").press(&sizes.join(" "));
        self.press(&format!("[>货物可分载] {divisible}"));
        self.press("{@weighing.device@} <Enter> @weighing.accuracy_class@");
        self.press(&format!("{{@weighing.certificate_no@}} <Enter> {{{LASTS}}}"))
    }

    fn permit(&mut self) {
        let sizes = ["length_mm", "width_mm", "height_mm"]
            .map(|size| format!("{{{}}} <Enter>", self.metres(&format!("permit.{size}"))));
        self.press("<Down> [>持有通行证] y {@permit.no@} <Enter> {@permit.plate@} <Down>");
        self.press("{@permit.trailer_plate@} <Enter> {@permit.gross_kg@} <Enter>");
        self.press(&sizes.join(" ")).press("{@permit.route@} <Enter> {2020-01-01} <Enter>");
        self.press(&format!("{{{LASTS}}} <Enter>"));
    }

    /// The party of step 5, up to who is there.
    #[track_caller]
    pub fn party(&mut self) -> &mut Case {
        if self.get("party.kind") == "citizen" {
            self.press("[检查 5/6] 1 {@party.name@} <Enter> {@party.id_no@} <Enter>");
            self.press("{@party.address@} <Enter> {@party.phone@} <Enter> <F3> <Enter>")
        } else {
            self.press("[检查 5/6] 2 {@party.name@} <Enter> {@party.credit_code@} <Enter>");
            self.press("{@party.legal_representative@} <Enter> {@party.address@} <Enter>");
            self.press(
                "{@party.phone@} <Enter> {@present.name@} <Enter> 2 {@present.id_no@} <Enter>",
            );
            self.press(
                "{@present.phone@} <Enter> <Up> {@present.qualification_no@} <Enter> y <Enter>",
            )
        }
    }

    /// Puts `count` pictures onto a card and takes them in, with what they prove.
    #[track_caller]
    pub fn photographs(&mut self, count: u8, proves: &str) -> &mut Case {
        for nth in 1..=count {
            let name = format!("IMG_{nth:04}.PNG");
            let shade = nth * 23;
            let points = image::RgbImage::from_fn(320, 200, |x, y| {
                let is_dark = (x / 20 + y / 20 + u32::from(nth)).is_multiple_of(2);
                image::Rgb(if is_dark { [20, 20, shade] } else { [220, shade, 180] })
            });
            points.save(self.card.path().join(&name)).unwrap();
            let bytes = std::fs::read(self.card.path().join(&name)).unwrap();
            self.pictures.insert(name, bytes);
        }
        let folder = self.card.path().display().to_string();
        self.press("v [还没有照片和录音录像] i [导入证据]");
        // A stick of the machine itself may have been filled in.
        self.press(&format!(
            "<Ctrl-U> {{{folder}}} <Enter> <Enter> [>环节] 4 {{{proves}}} <Enter>"
        ));
        self.press("[>证据种类] 3 1 [>采集地点] {@place.text@} <Enter> <Enter> {张伟} <Enter>");
        let kept = format!("存入{count}；");
        self.sees(&[&kept]);
        self.press("<Esc> [IMG_0001.PNG]");
        let pieces = format!("影像{count}");
        self.sees(&[&pieces, proves]);
        self.press("<Enter> [▀] <Esc> [IMG_0001.PNG] <Esc> [@vehicle.plate@ 立案]")
    }

    /// Opens the fields of a new paper by its word.
    #[track_caller]
    pub fn begin(&mut self, word: &str) -> &mut Case {
        let place = KINDS.iter().position(|kind| kind.word == word).unwrap();
        self.press("w [为本案另制哪一种文书] [送达地址确认书]");
        self.press(&format!("{} {} <Enter>", "<Up> ".repeat(KINDS.len()), "<Down> ".repeat(place)))
    }

    /// The sheet on which a case is filed, approved this minute.
    #[track_caller]
    pub fn filed(&mut self) -> &mut Case {
        let (minute, today) = (now().short(), now().day());
        self.begin("case_filing").press("[>经办机构负责人] {林科} <Enter> {拟同意立案。} <Enter>");
        self.press(&format!("{{{today}}} <Enter> {{同意立案。}} <Enter> <Enter> [>批准的负责人]"));
        // What another paper of the case was approved by may stand there.
        self.press(&format!("<Ctrl-U> {{陈局}} <Enter> <Ctrl-U> {{{minute}}} <Enter>"));
        self.press("<Ctrl-U> {粤汕立审2026-118} <Enter>");
        self.confirmed("立案登记表")
    }

    /// Answers every question from the one at hand on, to the last; what `answers` has no words for is denied.
    #[track_caller]
    pub fn asked(&mut self, from: usize, answers: &[&str]) -> &mut Case {
        self.press(&format!("[第 {from} 问，共]"));
        let shown = self.program.text();
        let count = shown.split_once("问，共 ").and_then(|(_, rest)| rest.split_once(' '));
        let count: usize = count.unwrap().0.parse().unwrap();
        for nth in from..=count {
            let answer = answers.get(nth - from).unwrap_or(&"没有。");
            self.press(&format!("[第 {nth} 问] {{{answer}}} <Enter>"));
        }
        self
    }

    /// The end of an interview that was begun at `begun`: the person read it himself.
    #[track_caller]
    pub fn read_by_himself(&mut self, begun: Moment) -> &mut Case {
        // It is written to the second, and no interview ends in the one in which it began.
        while now().ms() < begun.ms() + 2_000 {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.press("[>询问时间 止] <Enter> [>笔录如何核对] 1 <F8> [已制作：询问笔录]")
    }

    /// The receipt of what is handed to the party here and now.
    #[track_caller]
    pub fn delivered(&mut self) -> &mut Case {
        self.begin("delivery_receipt").press("[>送达地点] {@place.text@}");
        self.press(&format!("{} [>备注] <Enter> [已制作：送达回证]", "<Enter> ".repeat(9)))
    }

    /// Both officers, each with his own PIN behind the last row of what is confirmed; then the paper is there.
    #[track_caller]
    pub fn confirmed(&mut self, made: &str) -> &mut Case {
        self.press("[本人确认] <PgDn> <PgDn> <PgDn>");
        self.press(&format!("[不得代输] {{246810}} <Enter> {{135790}} <Enter> [已制作：{made}]"))
    }

    /// Cuts the power as soon as the disk has `words` of what is typed, and opens the laptop again to the first screen.
    #[track_caller]
    pub fn power_cut(&mut self, words: &str) -> &mut Case {
        let begun = Instant::now();
        let has = |draft: &DraftRow| draft.fields.values().any(|text| text.contains(words));
        while !reader(self.laptop.path()).drafts().unwrap().iter().any(has) {
            assert!(begun.elapsed() < PATIENCE, "never kept: {words}\n{}", self.program.text());
            std::thread::sleep(Duration::from_millis(30));
        }
        self.program.kill();
        self.program = open(self.laptop.path(), self.size);
        self.press("[19050001001] 1 [246810] {246810} <Enter> [草稿与最近]")
    }

    /// What a picture of the card is known by.
    pub fn digest_of(&self, picture: &str) -> Digest {
        Digest::of(&self.pictures[picture])
    }

    /// Prints all that has no print, `count` papers, and gives the text of each by the name of its file, without blanks.
    #[track_caller]
    pub fn printed(&mut self, count: usize) -> Papers {
        self.press("a [打印《] <Enter>").sees(&[&format!("已打印 {count} 种文书")]);
        let folder = self.laptop.path().join("paper");
        let files = std::fs::read_dir(folder).unwrap().filter(is_pdf);
        let text = |file: std::io::Result<std::fs::DirEntry>| {
            let path = file.unwrap().path();
            (path.file_name().unwrap().to_str().unwrap().to_string(), text_of(&path))
        };
        let papers = Papers(files.map(text).collect());
        assert_eq!(papers.0.len(), count, "{:?}", papers.0.keys());
        papers
    }

    /// Waits until the side of the first screen has all `clocks`, each of this vehicle.
    #[track_caller]
    pub fn runs(&self, clocks: &[(&str, &str)]) {
        let from = self.size.0 - (self.size.0 * 2 / 5).clamp(30, 60);
        let plate = self.get("vehicle.plate");
        let lines: Vec<String> =
            clocks.iter().map(|(left, name)| format!("{left} {plate} {name}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        self.program.sees_from(from, &lines);
    }

    /// Carries all of it to headquarters, ends the program, and holds what the laptop has against what headquarters has: entries,
    /// papers and photographs, byte for byte.
    #[track_caller]
    pub fn carried(&mut self) {
        self.press("s [与总部同步] s [全部送达，总部已签收]");
        self.press("<Esc> [草稿与最近] <Ctrl-C> [退出路查吗] <Enter>");
        assert_eq!(self.program.code(), 0, "{}", self.program.text());
        self.server.0.take().into_iter().for_each(kill);
        let (entries, blobs) = all_there(self.laptop.path(), &self.hq, Clock::machine());
        let papers = std::fs::read_dir(self.laptop.path().join("paper")).unwrap().filter(is_pdf);
        let papers: Vec<Vec<u8>> =
            papers.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        assert_eq!(blobs, papers.len() + self.pictures.len(), "{entries} entries");
        let mut photographs = Place::open(&self.hq).unwrap().photographs().unwrap();
        for bytes in papers.iter().chain(self.pictures.values()) {
            let held = photographs.read(Digest::of(bytes)).unwrap();
            assert_eq!(held.as_ref(), Some(bytes), "what was printed and what lay on the card");
        }
    }
}

/// Texts of printed papers by the names of their files, without blanks.
pub struct Papers(BTreeMap<String, String>);

impl Papers {
    /// That a paper whose file's name ends with `title` says all `words`, blanks apart.
    #[track_caller]
    pub fn say(&self, title: &str, words: &[&str]) {
        let file = format!("-{title}.pdf");
        let texts: Vec<&String> =
            self.0.iter().filter(|(name, _)| name.ends_with(&file)).map(|(_, text)| text).collect();
        let is_in = |text: &str, one: &str| {
            text.contains(&bare(one)) || unmarked(text).contains(&unmarked(&bare(one)))
        };
        let lacks = |text: &&String| words.iter().find(|one| !is_in(text, one));
        let is_said = texts.iter().any(|text| lacks(text).is_none());
        let missing: Vec<_> = texts.iter().filter_map(lacks).collect();
        assert!(is_said, "{missing:?} on no {title}: {texts:?} of {:?}", self.0.keys());
    }

    /// That a paper of each of `titles` bears `number` in the name of its file.
    #[track_caller]
    pub fn bear(&self, number: &str, titles: &[&str]) {
        for title in titles {
            let file = format!("{number}-{title}.pdf");
            assert!(self.0.contains_key(&file), "no {file} among {:?}", self.0.keys());
        }
    }
}

/// Without 样张, which lies across the page and stands between any two words of its text.
fn unmarked(text: &str) -> String {
    text.chars().filter(|c| !"样张".contains(*c)).collect()
}

/// The machine's clock.
pub fn now() -> Moment {
    Clock::machine().now()
}

fn open(laptop: &Path, size: (u16, u16)) -> Program {
    Program::run(&["--dir", laptop.to_str().unwrap()], size.0, size.1)
}
