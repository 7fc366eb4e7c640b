//! Driver and display processes, each at the head of its own process group, ended with all it started.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use xtask::{Outcome, process};

/// How long a driver may take to listen.
const START_TIME_MAX: Duration = Duration::from_secs(20);
/// How long a group may take to end before it is made to.
const END_TIME_MAX: Duration = Duration::from_secs(5);
/// How often it is looked whether that has happened.
const TICK: Duration = Duration::from_millis(20);

/// A process and all its descendants. A browser outlives the death of its driver, so they are ended together.
pub struct Group(Child);

impl Group {
    /// Starts a process at the head of a new group.
    pub fn start(command: &mut Command) -> Outcome<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let program = command.get_program().to_string_lossy().into_owned();
        command.spawn().map(Group).map_err(|error| format!("{program} does not start: {error}"))
    }

    /// Sends the whole group a signal.
    fn signal(&self, name: &str) {
        // A group that has ended already cannot be told to, and need not be.
        let _ = process::output(process::command("kill").args([name, "--", &format!("-{}", self.0.id())]));
    }

    /// Waits for the process to end, but not for ever; whether it has.
    fn has_ended_within(&mut self, time: Duration) -> bool {
        let start = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) {
            if start.elapsed() > time {
                return false;
            }
            thread::sleep(TICK);
        }
        true
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal("-TERM");
        if !self.has_ended_within(END_TIME_MAX) {
            self.signal("-KILL");
            // Where there are no process groups, at least the head of this one ends.
            let _ = self.0.kill();
        }
    }
}

/// A driver that listens.
pub struct Driver {
    group: Group,
    port: u16,
}

impl Driver {
    /// Starts a driver on a free port and waits until it takes connections.
    pub fn start(command: &mut Command) -> Outcome<Driver> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(|error| format!("there is no free port for a driver: {error}"))?.port();
        let group = Group::start(command.arg(format!("--port={port}")))?;
        let mut driver = Driver { group, port };
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if start.elapsed() > START_TIME_MAX || driver.group.has_ended_within(TICK) {
                let program = command.get_program().to_string_lossy();
                return Err(format!("{program} does not listen on port {port}; its log is beside the screenshots"));
            }
        }
        Ok(driver)
    }

    /// Where it takes commands.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// A screen in memory, for browsers that have no mode without one.
pub struct Display {
    _group: Group,
    /// Its name, as DISPLAY wants it.
    pub name: String,
}

impl Display {
    /// Makes a screen; the server picks the first number that is free.
    pub fn make() -> Outcome<Display> {
        let mut command = process::command("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        let mut group = Group::start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let mut number = String::new();
        if let Some(output) = group.0.stdout.take() {
            let read = BufReader::new(output).read_line(&mut number);
            read.map_err(|error| format!("Xvfb does not name its display: {error}"))?;
        }
        match number.trim() {
            "" => Err("Xvfb ended without making a display".to_owned()),
            number => Ok(Display { name: format!(":{number}"), _group: group }),
        }
    }
}
