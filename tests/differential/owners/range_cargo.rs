// The semver crate, which Cargo uses: does a version match a requirement?
use std::io::{BufRead, Write};

fn main() {
    let stdin = std::io::stdin();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in stdin.lock().lines() {
        let line = line.expect("text");
        let (version, range) = line.split_once('\t').expect("a pair");
        let answer = match (semver::Version::parse(version), semver::VersionReq::parse(range)) {
            (Ok(version), Ok(range)) => ["out", "in"][range.matches(&version) as usize],
            _ => "?",
        };
        writeln!(out, "{answer}").expect("room");
    }
}
