//! One workload played by several, and how fast each is: a table in Markdown. Knows the clock and who plays; what is played is
//! said in `workload.rs`.

mod actors;
mod by_hand;
mod kept;
mod one_model;
mod own;
mod workload;

use std::process::ExitCode;
use std::time::Instant;
use workload::{Keyed, Played, Streams};

/// Runs of each; their median counts.
const RUNS: usize = 5;

/// Somebody who plays the workload.
struct Peer {
    name: &'static str,
    play: fn() -> Result<Played, String>,
}

/// All of them; the first is what the others are compared with.
const PEERS: [Peer; 6] = [
    Peer { name: "a loop by hand", play: || Ok(by_hand::play::<Streams>()) },
    Peer { name: "a loop by hand, with Tierscope's draws", play: || Ok(by_hand::play::<Keyed>()) },
    Peer { name: "a loop by hand that keeps what Tierscope keeps", play: || Ok(kept::play().0) },
    Peer { name: "Tierscope", play: || Ok(own::play()) },
    Peer { name: "NeXosim 1.0, all in one model", play: || one_model::play().map_err(|error| error.to_string()) },
    Peer { name: "NeXosim 1.0, a model for each part", play: || actors::play().map_err(|error| error.to_string()) },
];

fn main() -> ExitCode {
    match measure() {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(complaint) => {
            eprintln!("peers: {complaint}");
            ExitCode::FAILURE
        }
    }
}

/// The table. Rounds go through all peers, so that a disturbance does not hit one alone.
fn measure() -> Result<String, String> {
    let mut speeds: [Vec<f64>; PEERS.len()] = Default::default();
    let mut results = [Played::default(); PEERS.len()];
    for _ in 0..RUNS {
        for ((peer, speeds), result) in PEERS.iter().zip(&mut speeds).zip(&mut results) {
            let began = Instant::now();
            *result = (peer.play)().map_err(|complaint| format!("{}: {complaint}", peer.name))?;
            speeds.push(result.requests as f64 / began.elapsed().as_secs_f64());
            if !result.is_right() {
                return Err(format!("{} plays something else: {result:?}", peer.name));
            }
        }
    }
    let speeds = speeds.map(median);
    let mut table = String::from(
        "| `lc8`, played by | requests/s | by hand = 1 | mean, s | 99th percentile, s |\n|---|---:|---:|---:|---:|\n",
    );
    for ((peer, speed), Played { mean_s, p99_s, .. }) in PEERS.iter().zip(speeds).zip(results) {
        let ratio = speed / speeds[0];
        table += &format!("| {} | {speed:.0} | {ratio:.2} | {mean_s:.3} | {p99_s:.3} |\n", peer.name);
    }
    Ok(table)
}

fn median(mut speeds: Vec<f64>) -> f64 {
    speeds.sort_by(f64::total_cmp);
    speeds[speeds.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_plays_the_same_workload() {
        for peer in PEERS {
            let played = (peer.play)().expect("a result");
            assert!(played.is_right(), "{}: {played:?}", peer.name);
        }
    }
}
