//! The one build script: joins the two halves of the Chinese font and watches the embedded assets.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The halves of LXGW WenKai in their order: crate, version, file inside the crate.
const HALVES: [(&str, &str, &str); 2] = [
    ("makepad-fonts-chinese-regular", "1.0.1", "resources/LXGWWenKaiRegular.ttf"),
    ("makepad-fonts-chinese-regular-2", "1.0.1", "resources/LXGWWenKaiRegular.ttf.2"),
];

/// SHA-256 of the joined font: a page kept for years must look the same on every laptop.
const FONT_SHA256: &str = "0819604ad9357afbc6e7cc097328a16ed85143ee0848ffda09fda35a30da6506";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Cargo.lock");
    // The macros that embed assets do not notice a new file, and rust-i18n not even a changed one.
    println!("cargo:rerun-if-changed=assets");

    let metadata = cargo_metadata();
    let mut font = Vec::new();
    for (name, version, file) in HALVES {
        let path = folder_of(&metadata, name, version).join(file);
        let half = fs::read(&path)
            .unwrap_or_else(|why| panic!("cannot read the font's half {}: {why}", path.display()));
        font.extend(half);
    }
    let sha256: String = Sha256::digest(&font).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(
        sha256 == FONT_SHA256,
        "the joined font has SHA-256 {sha256}, not {FONT_SHA256}: a crate in {HALVES:?} is damaged"
    );
    let target = PathBuf::from(variable("OUT_DIR")).join("lxgw_wenkai.ttf");
    fs::write(&target, font)
        .unwrap_or_else(|why| panic!("cannot write the font to {}: {why}", target.display()));
}

/// What cargo knows of every locked crate; it downloads those that are not on this machine yet.
fn cargo_metadata() -> serde_json::Value {
    let output = Command::new(variable("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(Path::new(&variable("CARGO_MANIFEST_DIR")))
        .output()
        .unwrap_or_else(|why| panic!("cannot run `cargo metadata` to find the font: {why}"));
    assert!(
        output.status.success(),
        "`cargo metadata --locked` failed, so the font cannot be found; without a network run \
         `cargo fetch --locked` beforehand:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|why| panic!("`cargo metadata` did not answer in JSON: {why}"))
}

/// The folder in which cargo keeps the crate `name` of this very `version`.
fn folder_of(metadata: &serde_json::Value, name: &str, version: &str) -> PathBuf {
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    packages
        .iter()
        .find(|package| package["name"] == name && package["version"] == version)
        .and_then(|package| package["manifest_path"].as_str())
        .and_then(|manifest| Path::new(manifest).parent())
        .unwrap_or_else(|| panic!("Cargo.lock does not name {name} {version}, half of the font"))
        .to_path_buf()
}

#[expect(clippy::disallowed_methods, reason = "cargo speaks to a build script in variables")]
fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo did not set {name}; build with cargo"))
}
