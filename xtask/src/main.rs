//! `cargo xtask serve` and its kin: from a fresh checkout to the page in a browser, and to every check.

mod build;
mod debian;
mod hosts;
mod jobs;
mod languages;
mod later;
mod measure;
mod mutate;
mod node;
mod reproduce;
mod rust;
mod serve;
mod setup;
mod sha384;
mod shrink;
mod statement;
mod test;
mod tools;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask serve                 build the page and serve it on this machine
       cargo xtask build                 build the page into dist/, for any host to serve
       cargo xtask test [--no-browser]   run every check; --no-browser leaves out what needs one
       cargo xtask measure               speed of engine and page on this machine, for docs/performance.md
       cargo xtask later                 list anew which functions the page needs later only (minutes)
       cargo xtask reproduce             build the page twice, in two places: every byte must be the same (minutes)
       cargo xtask mutate                bugs on purpose in the balancer, which the tests must find (minutes)";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["serve"] => serve::serve(),
        ["build"] => build::build(),
        ["test"] => test::test(true),
        ["test", "--no-browser"] => test::test(false),
        ["measure"] => measure::measure(),
        ["reproduce"] => reproduce::reproduce(),
        ["later"] => later::later(),
        ["mutate"] => mutate::mutate(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
