//! `cargo xtask serve` and its kin: from a fresh checkout to the page in a browser, and to every check.

mod base64;
mod build;
mod debian;
mod finish;
mod hosts;
mod jobs;
mod languages;
mod later;
mod measure;
mod mutate;
mod node;
mod pictures;
mod release;
mod reproduce;
mod rust;
mod sbom;
mod serve;
mod setup;
mod sha256;
mod sha384;
mod shrink;
mod single;
mod statement;
mod test;
mod tools;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask serve                 build the page and serve it on this machine
       cargo xtask build                 build the page into dist/, for any host to serve
       cargo xtask single                build the page as one file, which needs no server: release/tierscope-single.html
       cargo xtask release               the page, the page as one file, what it is made of, and hashes: release/
       cargo xtask test [--no-browser]   run every check; --no-browser leaves out what needs one
       cargo xtask measure               speed of engine and page on this machine, for docs/performance.md
       cargo xtask pictures              take anew the pictures that the page is compared with, and those of README.md
       cargo xtask soak                  half an hour at ten times the speed: no memory may be lost
       cargo xtask later                 list anew which functions the page needs later only (minutes)
       cargo xtask reproduce             build the page twice, in two places: every byte must be the same (minutes)
       cargo xtask mutate                bugs on purpose in the balancer, which the tests must find (minutes)";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["serve"] => serve::serve(),
        ["build"] => build::build(),
        ["release"] => release::release(),
        ["single"] => single::single(),
        ["test"] => test::test(true),
        ["test", "--no-browser"] => test::test(false),
        ["measure"] => measure::measure(),
        ["reproduce"] => reproduce::reproduce(),
        ["pictures"] => pictures::pictures(),
        ["soak"] => measure::soak(),
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
