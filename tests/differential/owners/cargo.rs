// The semver crate, which Cargo uses. Precedence is what SemVer calls so: without build metadata.
use std::io::{BufRead, Write};

fn main() {
    let stdin = std::io::stdin();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in stdin.lock().lines() {
        let line = line.expect("text");
        let (a, b) = line.split_once('\t').expect("a pair");
        let answer = match (semver::Version::parse(a), semver::Version::parse(b)) {
            (Ok(a), Ok(b)) => ["<", "=", ">"][(a.cmp_precedence(&b) as i8 + 1) as usize],
            _ => "?",
        };
        writeln!(out, "{answer}").expect("room");
    }
}
