//! Long commands that run side by side, quietly, while one line says what each is doing and for how long.
//!
//! Their output goes to log files: what matters of an installation is that it moves, and, if it fails, how it ended.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use xtask::{Outcome, checkout};

/// How often jobs are looked after.
const TICK: Duration = Duration::from_millis(250);
/// How often the line is written where it cannot be overwritten.
const QUIET_TICK: Duration = Duration::from_secs(15);
/// Lines of a log that are shown when its job fails.
const LOG_TAIL_LINES: usize = 30;
/// Characters of each job's state on the shared line.
const STATE_CHARS: usize = 48;

/// A command to run, what it does, and how long that takes.
pub struct Job {
    /// What it does, as in "installing trunk 0.21.14".
    pub title: String,
    /// How long it takes on two cores, as in "about 3 min".
    pub estimate: &'static str,
    /// The command.
    pub command: Command,
}

/// Jobs that run one after the other; the first failure ends them.
pub type Lane = Vec<Job>;

/// Runs all lanes side by side to their ends; what each came to, in the same order.
pub fn run<const N: usize>(lanes: [Lane; N]) -> [Outcome; N] {
    let mut lanes = lanes.map(LaneState::new);
    let (start, terminal) = (Instant::now(), io::stdout().is_terminal());
    let mut next_line = start + if terminal { TICK } else { QUIET_TICK };
    loop {
        lanes.iter_mut().for_each(LaneState::advance);
        if lanes.iter().all(LaneState::is_over) {
            return lanes.map(|lane| lane.outcome);
        }
        if Instant::now() >= next_line {
            next_line += if terminal { TICK } else { QUIET_TICK };
            show(&lanes, start.elapsed(), terminal);
        }
        thread::sleep(TICK);
    }
}

/// A duration as people say it.
pub fn spoken(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..60 => format!("{seconds}.{} s", duration.subsec_millis() / 100),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// A lane under way.
struct LaneState {
    waiting: VecDeque<Job>,
    running: Option<Running>,
    outcome: Outcome,
}

/// A job under way.
struct Running {
    title: String,
    child: Child,
    log: PathBuf,
    start: Instant,
}

impl LaneState {
    fn new(lane: Lane) -> LaneState {
        LaneState { waiting: lane.into(), running: None, outcome: Ok(()) }
    }

    /// Whether nothing runs and nothing is left to run.
    fn is_over(&self) -> bool {
        self.running.is_none() && self.waiting.is_empty()
    }

    /// Starts what is due and takes note of what has ended.
    fn advance(&mut self) {
        let step = match self.running.take() {
            Some(mut running) => match running.child.try_wait() {
                Ok(None) => Ok(Some(running)),
                Ok(Some(status)) => running.end(status.success()).map(|()| None),
                Err(error) => Err(format!("{} got lost: {error}", running.title)),
            },
            None => self.waiting.pop_front().map(Running::start).transpose(),
        };
        match step {
            Ok(running) => self.running = running,
            Err(error) => {
                say(error.lines().next().unwrap_or_default());
                self.waiting.clear();
                self.outcome = Err(error);
            }
        }
    }
}

impl Running {
    fn start(mut job: Job) -> Outcome<Running> {
        say(&format!("{} ({})", job.title, job.estimate));
        let log = checkout::tools().join("log").join(job.title.replace(' ', "-") + ".txt");
        match spawn(&mut job.command, &log) {
            Ok(child) => Ok(Running { title: job.title, child, log, start: Instant::now() }),
            Err(error) => Err(format!("{} does not start: {error}", job.title)),
        }
    }

    /// Says how it ended.
    fn end(&self, success: bool) -> Outcome {
        if success {
            say(&format!("{}: done after {}", self.title, spoken(self.start.elapsed())));
            return Ok(());
        }
        let text = self.text();
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n");
        Err(format!("{} failed, as its log {} tells:\n{tail}", self.title, self.log.display()))
    }

    /// What it is doing: its last line.
    fn state(&self) -> String {
        let text = self.text();
        let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("starting");
        line.chars().take(STATE_CHARS).collect()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

/// Starts a command that reads nothing and writes all it says into a file.
fn spawn(command: &mut Command, log: &Path) -> io::Result<Child> {
    fs::create_dir_all(log.parent().unwrap_or(log))?;
    let file = File::create(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).spawn()
}

/// The shared line: the time, and the last word of each job.
fn show(lanes: &[LaneState], elapsed: Duration, terminal: bool) {
    let states = lanes.iter().filter_map(|lane| lane.running.as_ref()).map(Running::state);
    let line = format!("  {}  {}", spoken(elapsed), states.collect::<Vec<_>>().join(" | "));
    if terminal {
        print!("\r\x1b[K{line}");
        // A terminal that does not take the line will not take the next one either; the work goes on.
        let _ = io::stdout().flush();
    } else {
        println!("{line}");
    }
}

/// A line that stays.
fn say(line: &str) {
    let clear = if io::stdout().is_terminal() { "\r\x1b[K" } else { "" };
    println!("{clear}  {line}");
}
