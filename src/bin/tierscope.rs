//! The headless command: plays a scenario and reports, without a screen. Knows arguments, the terminal and a clock; all
//! that is simulated is the library's.

#[path = "tierscope/app.rs"]
mod app;
#[path = "tierscope/arguments.rs"]
mod arguments;
#[path = "tierscope/bench.rs"]
mod bench;
#[path = "tierscope/branch.rs"]
mod branch;
#[path = "tierscope/conform.rs"]
mod conform;
#[path = "tierscope/errors.rs"]
mod errors;
#[path = "tierscope/help.rs"]
mod help;
#[path = "tierscope/human.rs"]
mod human;
#[path = "tierscope/report.rs"]
mod report;
#[path = "tierscope/sweep/mod.rs"]
mod sweep;

use arguments::{Bench, Order};
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::scenario::wire;
use tierscope::simulation::{MOST_REQUESTS, Simulation};

fn main() -> ExitCode {
    let done = match arguments::read(std::env::args().skip(1)) {
        Ok(Order::Run { query, length, json }) => run(&query, length, json),
        Ok(Order::Branch { query, act, length, json }) => match branch::branch(&query, &act, length) {
            Ok(compared) if json => print_json(&compared),
            Ok(compared) => print(&compared.text()),
            Err(complaint) => {
                eprintln!("tierscope: {complaint}");
                return ExitCode::from(2);
            }
        },
        Ok(Order::Bench { what, json }) => measure(what, json),
        Ok(Order::Sweep(order)) => sweep::sweep(&order, &mut io::stdout().lock()),
        Ok(Order::Conform { paths }) => match conform::conform(&paths, &mut io::stdout().lock()) {
            Ok(true) => Ok(()),
            Ok(false) => return ExitCode::FAILURE,
            Err(error) => Err(error),
        },
        Ok(Order::Help) => print(&help::text()),
        Ok(Order::Version) => {
            print(&format!("tierscope {}, model {}\n", env!("CARGO_PKG_VERSION"), wire::MODEL_VERSION))
        }
        Err(complaint) => {
            eprintln!("tierscope: {complaint}\nTry: tierscope --help");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that has seen enough closes the pipe.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            eprintln!("tierscope: {error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tierscope: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Plays the run that `query` says, for `length`, and prints what came of it. What the link said in vain goes to stderr.
fn run(query: &str, length: SimDuration, json: bool) -> io::Result<()> {
    let (link, warnings) = wire::read(query);
    for warning in warnings {
        eprintln!("tierscope: {}", warning.text());
    }
    let query = wire::write(&link);
    let began = Instant::now();
    let mut simulation = Simulation::new(link.scenario);
    simulation.advance_to(SimTime::ZERO + length, u64::MAX);
    if simulation.halted() {
        eprintln!("tierscope: the run halts at {}: {MOST_REQUESTS} requests are in the system", simulation.now());
    }
    let report = report::Report::of(query, &simulation, began.elapsed().as_secs_f64());
    if json { print_json(&report) } else { print(&human::run(&report)) }
}

fn measure(what: Bench, json: bool) -> io::Result<()> {
    match what {
        Bench::Works => {
            let measured = bench::measure();
            if json { print_json(&measured) } else { print(&human::bench(&measured)) }
        }
        Bench::Picks => {
            let measured = bench::measure_picks();
            if json { print_json(&measured) } else { print(&human::picks(&measured)) }
        }
        Bench::Scale => {
            let measured = bench::measure_scales();
            if json { print_json(&measured) } else { print(&human::scales(&measured)) }
        }
        Bench::Seeks => {
            let measured = bench::measure_seeks();
            if json { print_json(&measured) } else { print(&human::seeks(&measured)) }
        }
    }
}

fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

fn print_json<T: Serialize>(value: &T) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")
}
