//! The contract of a ledger about codes, lines and keys that replace each other, held by every kind of it.

use crate::ledger::{NOW, append, each, laptop, plan};
use lucha::hq::ledger::{CodeRow, Ledger, Rotation};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::message::hello::{JournalName, Point, Standing};

#[test]
fn a_code_is_spent_once_and_a_line_knows_its_device() {
    each(|kind, ledger| {
        let row = CodeRow { code: [4; 32], valid_until_ms: NOW, used_by: None };
        ledger.add_code(b"name", &row).unwrap();
        assert_eq!(ledger.code(b"name").unwrap(), Some(row), "{kind}");
        assert_eq!(ledger.code(b"other").unwrap(), None, "{kind}");
        assert!(ledger.spend_code(b"name", Id([1; 16])).unwrap(), "{kind}");
        assert!(ledger.spend_code(b"name", Id([1; 16])).unwrap(), "{kind}: the same asks again");
        assert!(!ledger.spend_code(b"name", Id([2; 16])).unwrap(), "{kind}: another one");
        ledger.add_certificate(Digest([7; 32]), Id([1; 16])).unwrap();
        assert_eq!(ledger.device_of(Digest([7; 32])).unwrap(), Some(Id([1; 16])), "{kind}");
        assert_eq!(ledger.device_of(Digest([8; 32])).unwrap(), None, "{kind}");
        ledger.add_certificate(Digest([6; 32]), Id([1; 16])).unwrap();
        let both = [Digest([6; 32]), Digest([7; 32])];
        assert_eq!(ledger.certificates(Id([1; 16])).unwrap(), both, "{kind}");
        assert_eq!(ledger.certificates(Id([2; 16])).unwrap(), [], "{kind}");
    });
}

#[test]
fn the_next_key_opens_one_epoch_and_its_line_outlives_the_one_before() {
    each(|kind, ledger| {
        let mut terminal = laptop(2);
        let (name, line) = (terminal.disk.name, |nth| Digest([nth; 32]));
        let next = JournalName { epoch: 2, ..name };
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        ledger.add_certificate(line(1), name.device).unwrap();
        let first = append(plan(&mut terminal, ledger, 0, 1_000_000));
        ledger.append(&first, NOW).unwrap();
        let rotation = |key: u8, number, certificate, question: &[u8]| Rotation {
            name: next,
            suite: 1,
            key: vec![key; 32],
            start: Point { number, digest: Digest([9; 32]) },
            certificate: line(certificate),
            instead: line(1),
            question: question.to_vec(),
        };
        let far = Rotation { name: JournalName { epoch: 3, ..name }, ..rotation(5, 40, 9, b"far") };
        assert!(!ledger.rotate(&far).unwrap(), "{kind}: not the next epoch");
        assert!(ledger.rotate(&rotation(5, 40, 2, b"one")).unwrap(), "{kind}");
        let rows = |ledger: &mut dyn Ledger| {
            [name, next].map(|name| ledger.journal(name).unwrap().unwrap())
        };
        let [old, new] = rows(ledger);
        assert_eq!((old.standing, new.standing), (Standing::Retired, Standing::Active), "{kind}");
        assert_eq!((new.public_key, new.start, new.head.number), (vec![5; 32], new.head, 40));
        // The answer was lost: the same key again, later and then late.
        assert!(ledger.rotate(&rotation(5, 42, 3, b"two")).unwrap(), "{kind}");
        assert!(ledger.rotate(&rotation(5, 40, 3, b"two")).unwrap(), "{kind}: a late one");
        assert_eq!(rows(ledger)[1].start.number, 42, "{kind}: it moves forward alone");
        assert_eq!(ledger.rotation(next).unwrap(), Some(b"two".to_vec()), "{kind}");
        assert_eq!(ledger.rotation(name).unwrap(), None, "{kind}");
        let before = rows(ledger);
        assert!(!ledger.rotate(&rotation(6, 42, 4, b"three")).unwrap(), "{kind}: another key");
        assert_eq!((rows(ledger), ledger.device_of(line(4)).unwrap()), (before, None), "{kind}");
        // Old and new line are good until the new one is used, and the old one is nobody's from then on; the line of an
        // answer that was lost is nobody's at once.
        ledger.forget_replaced(line(1)).unwrap();
        let device = Some(name.device);
        assert_eq!(ledger.device_of(line(2)).unwrap(), None, "{kind}");
        for certificate in [1, 3] {
            assert_eq!(ledger.device_of(line(certificate)).unwrap(), device, "{kind}");
        }
        for _ in 0..2 {
            ledger.forget_replaced(line(3)).unwrap();
        }
        assert_eq!(ledger.device_of(line(1)).unwrap(), None, "{kind}");
        assert_eq!(ledger.device_of(line(3)).unwrap(), device, "{kind}");
        ledger.revoke(name.device).unwrap();
        assert!(!ledger.rotate(&rotation(5, 42, 5, b"four")).unwrap(), "{kind}: revoked");
    });
}
