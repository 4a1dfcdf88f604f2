//! How it looks: four themes, two languages, every screen at 80×24 with no label cut, and the same
//! picture on a terminal of bytes.

use super::{HUGE, OVERLOAD, SMALL, Stage, WIDE, WITHIN};
use lucha::tui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend, WindowSize};
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use std::collections::BTreeMap;
use std::io;
use unicode_width::UnicodeWidthStr;

/// Every screen in turn, each step of a stop among them, handed to `look` with its name.
fn tour(mut stage: Stage, mut look: impl FnMut(&str, &Stage)) {
    look("sign_in", &stage);
    stage.press("1 {246810} <Enter>");
    look("shift_start", &stage);
    stage.press("{莲下治超点} <Enter> {2026-治超-11} <Enter>");
    look("today", &stage);
    stage.press(WITHIN);
    look("summary", &stage);
    stage.press("<Enter>");
    look("inspection", &stage);
    stage.press("<Esc> n");
    look("place", &stage);
    stage.press("<Space> <Enter>");
    look("vehicle", &stage);
    stage.press("{粤D55D18} <Enter>");
    look("vehicle colour", &stage);
    stage.press("1");
    look("vehicle kind", &stage);
    stage.press("1 {粤交运管汕字440515000123号} <Enter> {2019-01-15} <Enter>");
    look("weighing", &stage);
    stage.press(
        "1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter> {12.00} <Enter> {2.55} <Enter>",
    );
    stage.press("{3.95} <Enter> y <Enter>");
    look("findings", &stage);
    stage.press("<F6>");
    look("picker", &stage);
    stage.press("<Esc> <Enter> {三轴货车装载沙石} <Enter>");
    look("party", &stage);
    let rest = &OVERLOAD[OVERLOAD.find("2 {汕头市示范").unwrap()..];
    let party = rest.split("<F7>").next().unwrap();
    stage.press(party);
    look("decision", &stage);
    stage.press("<F4>");
    look("law", &stage);
    stage.press("<F4> <F7>");
    look("question", &stage);
    stage.press("<Enter> 1 1 <Enter>");
    look("decided", &stage);
    stage.press("<Enter>");
    look("confirm", &stage);
    stage.press("{246810} <Enter> {135790} <Enter>");
    look("inspection", &stage);
    stage.press("e");
    look("correction", &stage);
    stage.press("<Esc> <Enter> <Tab>");
    look("preview", &stage);
    stage.press("<Esc> <F1>");
    look("help", &stage);
    stage.press("<Esc> <Esc> /");
    look("list", &stage);
}

/// Labels, titles and keys that must stand whole on a screen of its own language.
fn expected(name: &str, english: bool) -> &'static [&'static str] {
    match (name, english) {
        ("sign_in", false) => &["登录", "执法人员", "执法证号", "PIN 码"],
        ("sign_in", true) => &["Sign in", "Officer", "Credential no.", "PIN"],
        ("shift_start", false) => &["开班", "同事", "执勤地点", "检查计划"],
        ("shift_start", true) => &["Start of shift", "Colleague", "Station", "Plan"],
        ("today", false) => &["今日", "检查 0", "无问题", "立案", "期限", "任务", "新检查", "查找"],
        ("today", true) => &["Today", "Checks 0", "No violation", "Due", "Tasks", "New check"],
        ("place", false) => {
            &["路线", "桩号", "行车方向", "地点", "行政区划", "检查计划", "已出示证件"]
        }
        ("place", true) => &["Route", "Stake", "Direction", "Place", "Region code", "Cards shown"],
        ("vehicle", false) => &["号牌号码", "车牌颜色", "车辆种类", "挂车号牌"],
        ("vehicle", true) => &["Plate", "Plate colour", "Kind of vehicle", "Trailer plate"],
        ("vehicle kind", _) => &["1 货车", "7 网约车", "c 其他"],
        ("weighing", false) => {
            &["车辆类型", "轴数", "驱动轴数", "单胎轴数", "1 载货汽车", "5 全挂列车"]
        }
        ("weighing", true) => &["Type of lorry", "Axles", "Drive axles", "Single-tyre axles"],
        ("findings", false) => &["超限 6,240 kg：Enter 采用 OL-001", "违法行为"],
        ("findings", true) => &["6,240 kg over: Enter takes OL-001"],
        ("party", false) => &["当事人类型", "1 公民", "2 单位", "3 个体工商户"],
        ("party", true) => &["Kind of party", "1 Citizen", "2 Organisation", "3 Sole trader"],
        ("decision", false) => {
            &["拟罚内容", "违法事实", "处罚理由", "处罚依据", "当事人权利", "F7 全部告知"]
        }
        ("decision", true) => {
            &["Proposed penalty", "Facts", "Reasons", "Legal basis", "F7 Told all"]
        }
        ("decided", false) => {
            &["结果：当场处罚", "罚款 ¥3,000", "叁仟元整", "Enter 决定并制作文书"]
        }
        ("decided", true) => {
            &["On-spot penalty", "fine ¥3,000", "Enter decides and makes the papers"]
        }
        ("confirm", false) => &["本人确认", "当场处罚", "张伟 19050001001", "不得代输"],
        ("confirm", true) => &["Confirm", "On-spot penalty", "张伟 19050001001"],
        ("correction", false) => &["哪一项", "更正为", "理由"],
        ("correction", true) => &["Which fact", "Correct to", "Reason"],
        ("list", false) => &["查找", "粤D55D18", "粤D12345", "第 1 条，共 2 条"],
        ("list", true) => &["Search", "粤D55D18", "粤D12345", "1 of 2"],
        ("picker", false) => &["违法行为", "代码/拼音/字", "OL-001"],
        ("picker", true) => &["Violations", "Code/pinyin/words", "OL-001"],
        _ => &[],
    }
}

#[test]
fn every_screen_is_whole_at_eighty_by_twenty_four_in_both_languages() {
    for english in [false, true] {
        let mut stage = Stage::new();
        if english {
            stage.press("<F2>");
        }
        tour(stage, |name, stage| {
            assert_eq!(stage.size, SMALL);
            stage.sees(expected(name, english));
            for line in stage.screen().lines() {
                assert_eq!(line.width(), 80, "{name}: `{line}`");
            }
            if std::env::var_os("LUCHA_SHOW").is_some() {
                println!("=== {name}\n{}", stage.screen());
            }
        });
    }
}

#[test]
fn wider_terminals_put_the_law_beside_the_fields() {
    for size in [WIDE, HUGE, (100, 30)] {
        let mut stage = Stage::new();
        stage.size = size;
        tour(stage, |name, stage| {
            if ["place", "vehicle", "weighing", "findings", "party", "decision"].contains(&name) {
                stage.sees(&["┌ 法 (F4 全文) "]);
            }
            if std::env::var_os("LUCHA_SHOW").is_some() && size == WIDE {
                println!("=== {name}\n{}", stage.screen());
            }
        });
    }
}

#[test]
fn the_language_changes_at_once_on_every_screen() {
    let mut stage = Stage::on_duty();
    stage.press("n <F2>");
    stage.sees(&["Check 1/6 Place and plan", "Route", "F2 中文"]);
    stage.press("<F2>");
    stage.sees(&["检查 1/6 地点与计划", "路线"]);
}

#[test]
fn every_theme_says_the_same_words() {
    for theme in Theme::ALL {
        let mut stage = Stage::on_duty();
        while stage.app.shared().theme != theme {
            stage.press("<F9>");
        }
        stage.press("n <Up> <Up> {9} <Up>");
        stage.sees(&["检查 1/6", "!行政区划", "× 不能决定"]);
        let ascii = !stage.screen().contains('┌');
        assert_eq!(ascii, theme == Theme::Mono, "only mono draws ASCII lines");
    }
}

/// The colours of every screen in `theme`, each with where it was seen first; a page is white paper on every screen and left
/// out.
fn colours(theme: Theme) -> BTreeMap<String, (Color, String)> {
    let mut colours = BTreeMap::new();
    let mut stage = Stage::new();
    while stage.app.shared().theme != theme {
        stage.press("<F9>");
    }
    tour(stage, |name, stage| {
        if name == "preview" {
            return;
        }
        let ((cells, _), (cols, rows)) = (stage.cells(), stage.size);
        for y in 0..rows {
            let mut x = 0;
            while x < cols {
                let cell = &cells[(x, y)];
                for colour in [cell.fg, cell.bg] {
                    let at = || (colour, format!("{name}: {}", cell.symbol()));
                    colours.entry(format!("{colour:?}")).or_insert_with(at);
                }
                // The cell behind a wide character is never drawn.
                x += u16::try_from(cell.symbol().width()).unwrap().max(1);
            }
        }
    });
    colours
}

fn is_grey(colour: Color) -> bool {
    match colour {
        Color::Gray | Color::DarkGray => true,
        Color::Indexed(nth) => matches!(nth, 7 | 8 | 59 | 102 | 145 | 188 | 232..),
        Color::Rgb(r, g, b) => r == g && g == b && r != 0 && r != 255,
        _ => false,
    }
}

fn is_bright(colour: Color) -> bool {
    use Color::{LightBlue, LightCyan, LightGreen, LightMagenta, LightRed, LightYellow, White};
    let light = [LightBlue, LightCyan, LightGreen, LightMagenta, LightRed, LightYellow, White];
    match colour {
        Color::Indexed(nth) => matches!(nth, 9..=15 | 231 | 253..),
        Color::Rgb(r, g, b) => r.min(g).min(b) > 220,
        named => light.contains(&named),
    }
}

#[test]
fn in_the_sun_nothing_is_grey_and_at_night_nothing_is_bright() {
    let [standard, sun, night, mono] = Theme::ALL.map(colours);
    let having = |seen: &BTreeMap<String, (Color, String)>, wrong: fn(Color) -> bool| {
        let found = seen.values().filter(|(colour, _)| wrong(*colour));
        found.map(|(colour, at)| format!("{colour:?} in {at}")).collect::<Vec<_>>()
    };
    assert_eq!(having(&sun, is_grey), [""; 0]);
    assert_eq!(having(&night, is_bright), [""; 0]);
    // The terminal's own colour could be either.
    for own in [&sun, &night] {
        assert_eq!(having(own, |colour| colour == Color::Reset), [""; 0]);
    }
    assert_eq!(having(&mono, |colour| colour != Color::Reset), [""; 0]);
    // The look that has both is seen to have them.
    assert!(!having(&standard, is_grey).is_empty() && !having(&standard, is_bright).is_empty());
}

#[test]
fn a_terminal_of_bytes_shows_the_same_cells() {
    tour(Stage::new(), |name, stage| {
        let (cols, rows) = stage.size;
        let mut bytes = Vec::new();
        {
            let mut terminal =
                Terminal::new(Sized { inner: CrosstermBackend::new(&mut bytes), cols, rows })
                    .unwrap();
            terminal.draw(|frame| stage.app.draw(frame)).unwrap();
        }
        let mut parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        parser.process(&bytes);
        let seen: Vec<String> =
            parser.screen().contents().lines().map(|line| line.trim_end().to_string()).collect();
        let meant: Vec<String> =
            stage.screen().lines().map(|line| line.trim_end().to_string()).collect();
        for (nth, line) in meant.iter().enumerate() {
            assert_eq!(seen.get(nth).map_or("", String::as_str), line, "{name}, row {nth}");
        }
    });
}

/// The backend of the real terminal with a size of its own.
struct Sized<W: io::Write> {
    inner: CrosstermBackend<W>,
    cols: u16,
    rows: u16,
}

impl<W: io::Write> Backend for Sized<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a ratatui::buffer::Cell)>,
    {
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ratatui::backend::ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(Size { width: self.cols, height: self.rows })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        io::Write::flush(&mut self.inner)
    }
}
