//! Headquarters' code made anew on a disk that loses its power or refuses at every step: always one code opens, and the
//! new one where the keeper was told so.

use super::disk::{Disk, Left, Plan};
use super::{FOLDER, clock, ground, vfs};
use lucha::app::config::NewOfficer;
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening::{self, Place};
use lucha::app::renew_code::{draft, made, renew};
use lucha::domain::agency::Role;
use lucha::stdx::id::Dice;
use std::path::Path;

const KEEPER: &str = "K-01";
const PIN: &str = "112233";

fn place() -> Place<'static> {
    let who = Some((KEEPER.to_string(), PIN.to_string()));
    Place {
        dir: Some(Path::new(FOLDER)),
        who,
        ground: ground::ground(),
        // Each attempt draws a code of its own.
        dice: Dice::Machine,
        ..Place::default()
    }
}

/// The first code, and the number of the entry that made it.
type Old = (String, u64);

/// A bureau with a keeper on a simulated disk, and headquarters' code.
fn founded() -> (Disk, Old) {
    let disk = Disk::default();
    vfs::mount(&disk);
    let folder = Path::new(FOLDER);
    let mut founding = crate::bureau::sample();
    founding.officers.push(NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.into(),
        role: Role::Keeper,
        valid_from: founding.officers[0].valid_from,
        valid_until: founding.officers[0].valid_until,
        scope: lucha::domain::scope::Scope::default(),
        pin: PIN.into(),
    });
    let mut desk =
        opening::to_found_on(&ground::ground(), folder, folder, clock(), Dice::Counted(1)).unwrap();
    let code = found_bureau(&mut desk, founding).unwrap();
    let entry = made(&desk).unwrap().unwrap().0;
    drop(desk);
    (disk, (code, entry))
}

fn sit(disk: &Disk) -> Desk {
    vfs::mount(disk);
    opening::to_write_at(place(), clock()).unwrap()
}

/// Whether `code` opens the journal as it lies on `disk`, which stays as it is.
fn opens(disk: &Disk, code: &str) -> bool {
    vfs::mount(&disk.copy());
    opening::by_code(place(), code).is_ok()
}

/// Renews under `plan`: the new code, whether the keeper was told that it counts, and the steps or calls it took.
fn attempt(disk: &Disk, plan: Plan) -> (String, Result<(), &'static str>, u64) {
    let mut desk = sit(disk);
    let drafted = draft(&mut desk).unwrap();
    let new = drafted.code.clone();
    disk.plan(plan);
    let done = renew(&mut desk, &drafted, &new[new.len() - 4..]).map_err(|trouble| trouble.key);
    let taken = if matches!(plan, Plan::Cut { .. }) { disk.steps() } else { disk.calls() };
    drop(desk);
    (new, done, taken)
}

/// One code opens before anything is settled, and exactly one behind the next sign-in: the one that the journal names.
fn one_is_in_force(disk: &Disk, (old, founding): &Old, new: &str, is_done: bool, at: &str) {
    assert!(opens(disk, old) || opens(disk, new), "{at}: headquarters is shut out");
    assert!(!is_done || opens(disk, new), "{at}: told and not so");
    let desk = sit(disk);
    let entry = made(&desk).unwrap().unwrap().0;
    assert!(desk.verify().unwrap().breaks.is_empty(), "{at}");
    drop(desk);
    let (is_old, is_new) = (opens(disk, old), opens(disk, new));
    assert!(is_old != is_new, "{at}: old {is_old}, new {is_new}");
    assert!(!is_done || is_new, "{at}: told and not so behind the next sign-in");
    assert_eq!(is_new, entry > *founding, "{at}: the journal names the other one");
}

#[test]
fn a_cut_at_every_step_of_a_renewal_leaves_one_code_in_force() {
    let (image, old) = founded();
    let (mut cuts, mut news, mut olds) = (0, 0, 0);
    for step in 1_u64.. {
        let disk = image.copy();
        let (new, done, taken) = attempt(&disk, Plan::Cut { step });
        for left in
            [Left::Nothing, Left::All, Left::Some { seed: step }, Left::Some { seed: step + 7_919 }]
        {
            let at = format!("cut at step {step}, {left:?}");
            let after = disk.after_cut(left);
            one_is_in_force(&after, &old, &new, done.is_ok(), &at);
            cuts += 1;
            if opens(&after, &new) {
                news += 1;
            } else {
                olds += 1;
            }
            // The keeper does it again, and it works.
            let (again, done, _) = attempt(&after, Plan::Nothing);
            assert!(done.is_ok() && opens(&after, &again), "{at}: {done:?}");
            assert!(!opens(&after, &old.0) && !opens(&after, &new), "{at}: an older code opens");
        }
        if taken < step {
            break;
        }
    }
    println!("{cuts} cuts: the old code in {olds}, the new one in {news}");
    assert!(olds > 0 && news > 0 && cuts > 40);
}

#[test]
fn a_disk_that_refuses_any_call_of_a_renewal_leaves_one_code_in_force() {
    let (image, old) = founded();
    for plan in [|call| Plan::BadOnce { call }, |call| Plan::Full { call }] {
        let mut said = std::collections::BTreeSet::new();
        for call in 1_u64.. {
            let disk = image.copy();
            let (new, done, taken) = attempt(&disk, plan(call));
            said.insert(done);
            disk.plan(Plan::Nothing);
            let at = format!("{:?}", plan(call));
            one_is_in_force(&disk, &old, &new, done.is_ok(), &at);
            if taken < call {
                break;
            }
        }
        println!("{said:?}");
        assert!(said.contains(&Err("trouble.code_in_doubt")) && said.contains(&Ok(())), "{said:?}");
    }
}
