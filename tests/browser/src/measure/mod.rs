//! What is measured and never tested, because a slow machine is not a bug: speed of the engine, natively and in the browser,
//! beside others who play the same, and what a frame of the page costs. The report is Markdown for docs/performance.md.

mod frames;
mod lighthouse;
mod peers;
mod response;
mod seeks;
mod speed;

use std::fs;
use std::thread;

use xtask::{Outcome, process};

/// Measures everything and prints the report.
pub fn measure() -> Outcome {
    println!("measuring the engine natively, beside others and in Chromium, then the page's frames (about 6 min)");
    let speed = speed::measure()?;
    let peers = peers::measure()?;
    let seeks = seeks::measure()?;
    let frames = frames::measure()?;
    let load = load()?;
    println!("\n{}\n\n{speed}\n{peers}\n\n{seeks}\n\n{frames}\n\n{load}", machine());
    Ok(())
}

/// Measures alone what a frame of the page costs.
pub fn measure_frames() -> Outcome {
    let frames = frames::measure()?;
    println!("\n{}\n\n{frames}", machine());
    Ok(())
}

/// Measures loading and answering alone: how the page is for who opens it.
pub fn measure_load() -> Outcome {
    let load = load()?;
    println!("\n{}\n\n{load}", machine());
    Ok(())
}

fn load() -> Outcome<String> {
    Ok(format!("{}\n\n{}", lighthouse::measure()?, response::measure()?))
}

/// Waits for something in a thread of its own: what measures is called within a runtime, and a thread cannot have two.
fn apart<F: Future<Output = Outcome<String>>>(work: impl FnOnce() -> F + Send) -> Outcome<String> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| format!("nothing can be waited for: {error}"))?.block_on(work())
    };
    thread::scope(|scope| scope.spawn(run).join().unwrap_or_else(|_| Err("it broke off".to_owned())))
}

/// Where and when this was measured.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let date = process::output(process::command("date").args(["-u", "+%F"]));
    let rust = process::output(process::command("rustc").arg("--version"));
    format!(
        "{}; {}, {} cores; {}",
        date.as_deref().unwrap_or("some day"),
        name.unwrap_or("a processor without a name"),
        thread::available_parallelism().map_or(1, usize::from),
        rust.as_deref().unwrap_or("rustc of an unknown version"),
    )
}

/// The middle one of some figures; of an even number the lower of both.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_is_one_of_the_figures() {
        assert_eq!(super::median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(super::median(vec![4.0, 1.0]), 1.0);
    }
}
