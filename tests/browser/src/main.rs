//! The tests of the built page: of its files (`browser files`), and of its life in one engine (`browser chromium`).
//!
//! A program and not a set of `#[test]`s, because all tests of an engine share one driver, one display and one server.
//! To add a test, write an async function beside those in `cases` and name it in the table there.

mod cases;

use std::env;
use std::process::ExitCode;

use browser::{files, measure, runner};

use xtask::Outcome;
use xtask::engine::Engine;

use cases::{CASES, GALLERY, PRETENDED, SURVEY};

const USAGE: &str = "\
usage: browser files              check the files in dist/
       browser measure            measure speed, for `cargo xtask measure`
       browser frames             the part of that which concerns the page's frames
       browser load               the part of that which concerns loading
       browser pictures           take the pictures that are kept, for `cargo xtask pictures`
       browser later              list what a page calls that runs by itself, for `cargo xtask later`
       browser ENGINE [WORD]      test dist/ in chromium, firefox or webkit; WORD picks the tests whose name has it";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (engine, filter, cases) = match words[..] {
        ["files"] => return ended(files::check()),
        ["load"] => return ended(measure::measure_load()),
        ["frames"] => return ended(measure::measure_frames()),
        ["measure"] => return ended(measure::measure()),
        ["pictures"] => (Some(Engine::Chromium), "", GALLERY),
        ["later"] => (Some(Engine::Chromium), "", SURVEY),
        [engine] => (Engine::from_keyword(engine), "", CASES),
        [engine, filter] => (Engine::from_keyword(engine), filter, CASES),
        _ => (None, "", CASES),
    };
    let Some(engine) = engine else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let more = if engine == Engine::Chromium && !matches!(words[..], ["later" | "pictures"]) { PRETENDED } else { &[] };
    let cases = [cases, more].concat();
    // The drivers are in process groups of their own, so Ctrl-C does not reach them: it ends the run, which ends them.
    tokio::select! {
        outcome = runner::run(engine, &cases, filter) => ended(outcome),
        _ = tokio::signal::ctrl_c() => ended(Err("interrupted".to_owned())),
    }
}

fn ended(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
