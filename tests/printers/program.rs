//! `lucha printers`, `lucha print --printer` and `lucha doctor` as a script and an officer read them.

use super::server::{BREAKS, PRINTS, Server, free_port};
use crate::program::{EVENING, Ground};
use serde_json::json;

const FIRST: &str = "样汕交罚〔2026〕00001号";

#[test]
fn a_printer_is_set_up_listed_printed_on_and_looked_at() {
    let (ground, server) = (Ground::with_bureau(EVENING), Server::start(PRINTS));
    let none = ground.on_bureau(&["print", FIRST, "--printer", "last"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""), "{}", none.err);
    let ran = ground.on_bureau(&["printers", "--add", &server.uri(), "--name", "车上"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("* 车上") && ran.out.contains("就绪"), "{}", ran.out);
    let ran = ground.on_bureau(&["print", FIRST, "--printer", "车上"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    // Minutes, an order and a decision: one copy, two and two.
    assert!(ran.out.starts_with("3 种文书共 5 份，A4 纸 "), "{}", ran.out);
    assert_eq!(ran.out.matches("打印机确认已打印").count(), 5, "{}", ran.out);
    assert_eq!(server.papers().len(), 5);
    let ran = ground.on_bureau(&["print", FIRST, "--printer", "last", "--json"]);
    let copies = ran.objects();
    assert_eq!((ran.code, copies.len()), (0, 5), "{}", ran.err);
    for copy in &copies {
        assert_eq!((&copy["copy"], &copy["marked"]), (&json!(2), &json!(true)), "{copy}");
        assert_eq!((&copy["printed"], &copy["told"]), (&json!(true), &json!(true)), "{copy}");
        assert_eq!(copy["printer"], json!(server.uri()));
    }
    let shown = ground.on_bureau(&["show", FIRST, "--json"]).objects().remove(0);
    let sent: usize = shown["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paper| paper["sent"].as_array().unwrap().len())
        .sum();
    assert_eq!(sent, 10, "the life of each paper");
    let words = ground.on_bureau(&["show", FIRST]).out;
    assert_eq!(words.matches("打印机确认已打印").count(), 10, "{words}");
    let doctor = ground.on_bureau(&["doctor", "--json"]).objects();
    let of_printers: Vec<_> = doctor.iter().filter(|part| part["part"] == "printers").collect();
    assert_eq!(of_printers.len(), 1);
    assert_eq!(of_printers[0]["well"], json!(true), "{}", of_printers[0]);
    drop(server);
    let doctor = ground.on_bureau(&["doctor", "--json"]).objects();
    let off = doctor.iter().find(|part| part["part"] == "printers").unwrap();
    assert_eq!((&off["well"], &off["printer_state"]), (&json!(false), &json!("unreachable")));
    let ran = ground.on_bureau(&["printers", "--remove", "车上", "--json"]);
    assert!(!ran.out.contains("车上"), "{}", ran.out);
}

#[test]
fn a_fault_is_one_sentence_and_one_exit_code() {
    let (ground, server) = (Ground::with_bureau(EVENING), Server::start(BREAKS));
    let ran = ground.on_bureau(&["print", FIRST, "--printer", &server.uri(), "--json"]);
    let copies = ran.objects();
    assert_eq!((ran.code, copies.len(), ran.err.lines().count()), (1, 1, 1), "{}", ran.err);
    assert_eq!((&copies[0]["fault"], &copies[0]["printed"]), (&json!("aborted"), &json!(false)));
    let off = format!("ipp://127.0.0.1:{}/", free_port());
    for lang in ["zh-CN", "en"] {
        let ran = ground.on_bureau(&["print", FIRST, "--printer", &off, "--lang", lang]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
        assert!(ran.err.contains("PDF"), "{}", ran.err);
    }
    // The file is still a way out.
    assert_eq!(ground.on_bureau(&["print", FIRST]).code, 0);
    let ran = ground.on_bureau(&["printers", "--add", "http://router/"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{}", ran.err);
}
