//! The sheet of recordings and electronic data: what it proposes of the evidence of a stop, what refuses it, and that it goes on over
//! sheets and is set anew.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down};
use crate::made_papers;
use crate::sample_papers::evidence_sheet;
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::import_evidence::Import;
use lucha::app::keep_photograph::{Kept, keep};
use lucha::app::make_paper::Made;
use lucha::app::print_document;
use lucha::app::view::paper::PaperFormView;
use lucha::domain::described::Description;
use lucha::domain::evidence::EvidenceKind;
use lucha::domain::full_record::Stage;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::evidence_piece::EvidencePiece;
use lucha::domain::paper::typed::Typed;
use lucha::forms::filled::{Field, Paper};
use lucha::forms::form;
use lucha::forms::scene::Scene;
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use tempfile::TempDir;

const FORM: &str = "evidence_sheet";
/// More than is kept in the journal: the file is named by its digest and never copied.
const LARGE_BYTES: u64 = 65 << 20;

fn at(text: &str) -> Option<Moment> {
    Moment::parse(&format!("2026-11-23T{text}+08:00"))
}

/// Digest of what was kept or named.
fn taken(desk: &mut Desk, order: &Import, folder: &TempDir, name: &str, bytes: u64) -> Digest {
    let file = folder.path().join(name);
    let head: &[u8] =
        if name.ends_with("mp4") { b"\0\0\0\x18ftypmp42...." } else { b"\x89PNG\r\n\x1a\n" };
    std::fs::write(&file, [head, name.as_bytes()].concat()).unwrap();
    if bytes > 0 {
        std::fs::File::options().write(true).open(&file).unwrap().set_len(bytes).unwrap();
    }
    match keep(desk, order, &file).unwrap() {
        Kept::New(photograph) => photograph.digest,
        Kept::Named(recording) => recording.digest,
        Kept::Known(digest) => digest,
    }
}

/// A stop with a recording by reference, a picture put forward as a recording, and one of a document.
fn with_evidence() -> (TempDir, Desk, Id, [Digest; 3]) {
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![scenarios::stop("S01")]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let said = |proves: &str, kind| Description {
        proves: proves.into(),
        stage: Some(Stage::Inspection),
        device: "DSJ-07".into(),
        wearer: "张伟".into(),
        kind,
        ..Description::default()
    };
    let film = Import {
        taken_at: at("08:39:00"),
        until: at("08:55:30"),
        medium: "DSJ-07存储卡".into(),
        said: said("称重过程", None),
        ..Import::with(stop)
    };
    let film = taken(&mut desk, &film, &folder, "REC.mp4", LARGE_BYTES);
    let picture = Import { said: said("总质量", None), ..Import::with(stop) };
    let picture = taken(&mut desk, &picture, &folder, "scale.png", 0);
    let document =
        Import { said: said("运单", Some(EvidenceKind::Document)), ..Import::with(stop) };
    let document = taken(&mut desk, &document, &folder, "bill.png", 0);
    (folder, desk, stop, [film, picture, document])
}

fn view(desk: &mut Desk, stop: Id) -> PaperFormView {
    let reply = desk.handle(Command::LookAtPapers { inspection: stop });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    view.papers.into_iter().find(|paper| paper.form == FORM).unwrap()
}

fn proposed(desk: &mut Desk, stop: Id, path: &str) -> String {
    let view = view(desk, stop);
    view.fields.iter().find(|field| field.path == path).unwrap().proposed.clone()
}

fn make(desk: &mut Desk, stop: Id, fields: Typed) -> Made {
    made_papers::make(desk, stop, FORM, fields).unwrap()
}

fn fields(pieces: &str) -> Typed {
    let mut typed = Typed::default();
    typed
        .text("sheet.medium", "移动硬盘")
        .text("sheet.kept_at", "中队证据柜")
        .text("sheet.refusal", "当事人称需请示公司")
        .text("sheet.witness", "周五")
        .text("sheet.pieces", pieces);
    typed
}

/// The pieces of every sheet of the stop, in the order of their making.
fn pieces(desk: &mut Desk, stop: Id) -> Vec<EvidencePiece> {
    let papers = desk.find(&stop.to_string()).unwrap().inspection.papers;
    let sheet = |paper: CasePaper| match paper {
        CasePaper::EvidenceSheet(sheet) => sheet.pieces,
        other => panic!("{other:?}"),
    };
    papers.into_iter().flat_map(|made| sheet(made.paper)).collect()
}

#[test]
fn what_the_journal_knows_of_each_recording_is_on_the_sheet() {
    let (folder, mut desk, stop, [film, picture, _]) = with_evidence();
    assert_eq!(view(&mut desk, stop).blocked, []);
    assert_eq!(proposed(&mut desk, stop, "sheet.maker"), "张伟");
    // Nobody said when the picture was taken, and one of a document is no recording.
    let rows = proposed(&mut desk, stop, "sheet.pieces");
    let row = |digest: Digest, rest: &str| format!("{}；{rest}", digest.short());
    let of_picture = row(picture, "总质量；；；张伟；；；；；");
    let of_film = row(
        film,
        "称重过程；2026-11-23T08:39:00+08:00；2026-11-23T08:55:30+08:00；张伟；DSJ-07存储卡；；；；",
    );
    assert_eq!(rows, format!("{of_picture}\n{of_film}"));
    let typed = [
        row(film, "称重过程；2026-11-23 08:39；2026-11-23 08:55；；DSJ-07存储卡"),
        row(picture, "总质量；2026-11-23 08:45；；李娜；；；李娜；2026-11-23 17:00；DSJ-07存储卡"),
    ];
    let Made::Issued(line) = make(&mut desk, stop, fields(&typed.join("\n"))) else {
        panic!("refused")
    };
    // It bears the number of its case.
    assert_eq!(line.number, "样汕交罚〔2026〕00001号");
    let made = pieces(&mut desk, stop);
    let [of_film, of_picture] = &made[..] else { panic!("{made:?}") };
    assert_eq!((of_film.digest, of_film.bytes), (film, LARGE_BYTES));
    assert_eq!((of_film.maker.get().as_str(), of_film.device.as_str()), ("张伟", "DSJ-07"));
    assert_eq!((of_film.length_ms(), of_film.is_copy), (Some(16 * 60_000), None));
    assert_eq!((of_film.medium.as_str(), of_film.kept_at.as_str()), ("DSJ-07存储卡", "中队证据柜"));
    assert_eq!((of_picture.medium.as_str(), of_picture.is_copy), ("移动硬盘", Some(true)));
    let copy = of_picture.copy.as_ref().unwrap();
    assert_eq!((copy.by.get().as_str(), copy.from.as_str()), ("李娜", "DSJ-07存储卡"));
    // What stands on a sheet is not proposed for the next.
    assert_eq!(proposed(&mut desk, stop, "sheet.pieces"), "");
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-25T09:00:00+08:00");
    print_document::print(&mut desk, line.document, false).unwrap();
    print_document::print(&mut desk, line.document, false).unwrap();
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn what_cannot_be_is_refused_at_its_row_and_nothing_is_written() {
    let (folder, mut desk, stop, [film, picture, _]) = with_evidence();
    let before = reader(folder.path()).head().number;
    let (film, picture) = (film.short(), picture.short());
    let row = |rest: &str| format!("{picture}；总质量；{rest}");
    let (wrong, missing) = ("impossible_value", "form_incomplete");
    for (rows, rule, field) in [
        (String::new(), missing, "sheet.pieces"),
        ("abcd；总质量；2026-11-23 08:45".into(), wrong, "sheet.pieces[0].file"),
        ("abababab；总质量；2026-11-23 08:45".into(), wrong, "sheet.pieces[0].file"),
        (format!("{picture}；；2026-11-23 08:45"), missing, "sheet.pieces[0].proves"),
        (row(""), missing, "sheet.pieces[0].from"),
        (row("昨天"), wrong, "sheet.pieces[0].from"),
        // It is 18:00.
        (row("2026-11-23 18:01"), wrong, "sheet.pieces[0].from"),
        (row("2026-11-23 08:45；2026-11-23 08:44"), wrong, "sheet.pieces[0].until"),
        (row("2026-11-23 08:45；；；；；李娜"), missing, "sheet.pieces[0].copied_at"),
        (
            row("2026-11-23 08:45；；；；；李娜；2026-11-23 17:00"),
            missing,
            "sheet.pieces[0].copied_from",
        ),
        (
            row("2026-11-23 08:45；；；；；李娜；2026-11-23 08:44；卡"),
            wrong,
            "sheet.pieces[0].copied_at",
        ),
        (row("2026-11-23 08:45；；；；；；；；；多"), wrong, "sheet.pieces[0]"),
        (
            format!("{film}；过程；2026-11-23 08:39\n{film}；过程；2026-11-23 08:39"),
            wrong,
            "sheet.pieces[1].file",
        ),
    ] {
        let Made::Refused(no) = make(&mut desk, stop, fields(&rows)) else {
            panic!("{rows} was made")
        };
        let no: Vec<_> = no.into_iter().map(|no| (no.rule.name(), no.field)).collect();
        assert!(no.contains(&(rule, field.to_string())), "{rows}: {no:?}");
    }
    assert_eq!(reader(folder.path()).head().number, before, "nothing was written");
    // A camera that ran before the vehicle came is no fault.
    let early = make(&mut desk, stop, fields(&row("2026-11-23 08:00")));
    assert!(matches!(early, Made::Issued(_)), "{early:?}");
}

#[test]
fn there_is_none_without_evidence_or_with_one_officer() {
    let (folder, mut desk) = found(sample(), EVENING);
    for (id, rule) in [("S01", "form_incomplete"), ("S15", "two_officers")] {
        check(&mut desk, vec![scenarios::stop(id)]);
        let stop = desk.list("", 9).unwrap()[0].inspection;
        if id == "S15" {
            taken(&mut desk, &Import::with(stop), &folder, "scale.png", 0);
        }
        let no = view(&mut desk, stop).blocked;
        assert!(no.iter().any(|no| no.rule.name() == rule), "{id}: {no:?}");
    }
}

#[test]
fn many_pieces_go_on_over_sheets_and_each_is_numbered() {
    let mut sheet = evidence_sheet();
    let first = sheet.pieces[0].clone();
    sheet.pieces =
        (0..9).map(|nth| EvidencePiece { digest: Digest([nth; 32]), ..first.clone() }).collect();
    let digests: Vec<String> = sheet.pieces.iter().map(|piece| piece.digest.hex()).collect();
    let paper = CasePaper::EvidenceSheet(sheet);
    let stop = crate::forms::organisation();
    let scene = Scene { of_case: Some(&paper), ..stop.scene(Paper::A4) };
    let filled = (form(FORM).unwrap().fill)(&scene).unwrap();
    let Some(Field::Rows(rows)) = filled.fields.get("pieces") else { panic!("no rows") };
    let told: Vec<(String, String)> =
        rows.iter().map(|row| (row[0].clone(), row[3].clone())).collect();
    let wanted: Vec<(String, String)> =
        (1..).map(|nth: usize| nth.to_string()).zip(digests).collect();
    assert_eq!(told, wanted);
    let page = crate::bureau::typesetter().page(&filled).unwrap();
    assert!(page.count() >= 2, "{} sheets", page.count());
}

#[test]
fn the_cells_of_a_piece_say_what_was_said_of_it() {
    let paper = CasePaper::EvidenceSheet(evidence_sheet());
    let stop = crate::forms::organisation();
    let scene = Scene { of_case: Some(&paper), ..stop.scene(Paper::A4) };
    let filled = (form(FORM).unwrap().fill)(&scene).unwrap();
    let Some(Field::Rows(rows)) = filled.fields.get("pieces") else { panic!("no rows") };
    let digest = "cd".repeat(32);
    let cells = [
        "1",
        "REC_0001.MP4",
        "录像（video/mp4），1,234,567,890字节",
        &digest,
        "视听资料",
        "复制件",
        "车货总质量及称重过程",
        "张伟",
        "执法记录仪DSJ-07，张伟佩戴（持有）",
        "澄海区莲下路口治超点",
        "2026年11月23日08时40分至2026年11月23日08时55分",
        "15分30秒",
        "移动硬盘",
        "执法记录仪DSJ-07存储卡，中队证据柜",
        "李娜于2026年11月23日17时20分复制自执法记录仪DSJ-07存储卡",
        "检查勘验",
        "文件不完整，按原样保存；设备时钟比本机早48分钟，采集时间以本单所记为准",
    ];
    assert_eq!(rows, &[cells.map(String::from).to_vec()]);
}
