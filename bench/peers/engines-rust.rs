// Crates of others, for bench/engines: the same work on the same lines, timed in the same way.
use std::str::FromStr;
use std::time::{Duration, Instant};

fn compare_semver(a: &str, b: &str) -> usize {
    match (semver::Version::parse(a), semver::Version::parse(b)) {
        (Ok(a), Ok(b)) => (a.cmp_precedence(&b) as i8 + 1) as usize,
        _ => 3,
    }
}

fn compare_pep440(a: &str, b: &str) -> usize {
    match (pep440_rs::Version::from_str(a), pep440_rs::Version::from_str(b)) {
        (Ok(a), Ok(b)) => (a.cmp(&b) as i8 + 1) as usize,
        _ => 3,
    }
}

fn in_range(version: &str, range: &str) -> usize {
    match (semver::Version::parse(version), semver::VersionReq::parse(range)) {
        (Ok(version), Ok(range)) => range.matches(&version) as usize,
        _ => 3,
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let work = match arguments[1].as_str() {
        "compare:semver" => compare_semver,
        "compare:pep440" => compare_pep440,
        "range:semver" => in_range,
        other => panic!("no such work: {other}"),
    };
    let text = std::fs::read_to_string(&arguments[2]).expect("a file");
    let items: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    let (began, mut best, mut sum) = (Instant::now(), Duration::from_secs(1), 0);
    while began.elapsed() < Duration::from_secs(1) {
        let before = Instant::now();
        for (a, b) in &items {
            sum += work(a, b);
        }
        best = best.min(before.elapsed());
    }
    eprintln!("{sum}");
    println!("{:.0}", items.len() as f64 / best.as_secs_f64());
}
