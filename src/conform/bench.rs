//! The balancer on a bench: clients, servers and checks that act at once, a clock and an agenda.

use super::Difference;
use super::action::{Ask, Behaviour, CheckMode};
use super::observe::Observed;
use super::vector::Vector;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::balancer::{Balancer, BalancerLog, CheckResult, Ending, Output, ServerIndex, StreamId};
use std::collections::BTreeMap;

/// No step of a recording lasts this long; one that does here will never end.
const LONGEST_STEP: SimDuration = SimDuration::from_seconds(3600);
/// Most that may fall due in a recording: the longest has some thousands.
const MOST_HAPPENS: u32 = 200_000;

/// The balancer and all it talks to.
pub(super) struct Bench<'v> {
    pub(super) vector: &'v Vector,
    pub(super) balancer: Balancer,
    pub(super) now: SimTime,
    pub(super) requests: Vec<Request>,
    agenda: BTreeMap<(SimTime, u64), Due>,
    scheduled: u64,
    /// What fell due so far.
    happened: u32,
    pub(super) servers: Vec<Machine>,
    pub(super) out: Vec<Output>,
    /// The present step.
    pub(super) step: usize,
    /// What it has shown so far.
    pub(super) seen: Observed,
}

/// A call the balancer asked for.
#[derive(Clone, Copy)]
enum Due {
    Timer(StreamId),
    Check(ServerIndex),
    CheckTimeout(ServerIndex, u32),
    Warmup(ServerIndex),
}

/// A request as its client and its server know it. Its place in the list is the token.
pub(super) struct Request {
    /// Its name; those of a sequence have none.
    pub(super) id: Option<String>,
    pub(super) stream: StreamId,
    pub(super) ask: Ask,
    /// The servers it arrived at.
    pub(super) reached: Vec<ServerIndex>,
    /// The attempt whose server holds it.
    pub(super) held: Option<u8>,
    /// Whether its client has gone.
    pub(super) left: bool,
    pub(super) ending: Option<Ending>,
}

/// A server.
pub(super) struct Machine {
    pub(super) refuses: bool,
    pub(super) mode: CheckMode,
    /// When the last check arrived, if that and no pause came last.
    pub(super) last_check: Option<SimTime>,
}

impl Bench<'_> {
    /// A freshly started HAProxy with freshly started servers.
    pub(super) fn new(vector: &Vector) -> Bench<'_> {
        let mut out = Vec::new();
        let balancer = Balancer::new(vector.config.clone(), SimTime::ZERO, &mut out);
        let machine = |_: &String| Machine { refuses: false, mode: CheckMode::Status(200), last_check: None };
        let mut bench = Bench {
            vector,
            balancer,
            now: SimTime::ZERO,
            requests: Vec::new(),
            agenda: BTreeMap::new(),
            scheduled: 0,
            happened: 0,
            servers: vector.names.iter().map(machine).collect(),
            out,
            step: 0,
            seen: Observed::default(),
        };
        bench.settle();
        bench
    }

    /// A server's status text.
    pub(super) fn status(&self, server: ServerIndex) -> String {
        self.balancer.server(self.now, server).map(|view| view.status.to_string()).unwrap_or_default()
    }

    /// Lets what is due now happen, and then as much more as `done` asks for.
    pub(super) fn advance_until(&mut self, done: impl Fn(&Self) -> bool) -> Result<(), Difference> {
        self.settle();
        let limit = self.now + LONGEST_STEP;
        while !done(self) {
            match self.agenda.pop_first() {
                Some(((time, _), due)) if time <= limit && !self.is_endless() => self.happen(time, due),
                _ => return Err(self.broken("it never comes to its end")),
            }
        }
        Ok(())
    }

    /// The error for a balancer that cannot follow.
    pub(super) fn broken(&self, why: impl Into<String>) -> Difference {
        Difference::Broken { step: self.step, why: why.into() }
    }

    /// Plays what is due until `end`, and stops there or where `done` says so.
    pub(super) fn advance_within(&mut self, end: SimTime, mut done: impl FnMut(&Self) -> bool) {
        self.settle();
        while !done(self) {
            let is_endless = self.is_endless();
            match self.agenda.first_entry().filter(|entry| entry.key().0 <= end && !is_endless) {
                Some(entry) => {
                    let ((time, _), due) = entry.remove_entry();
                    self.happen(time, due);
                }
                None => return self.now = end,
            }
        }
    }

    pub(super) fn wait(&mut self, length: SimDuration) {
        self.advance_within(self.now + length, |_| false);
    }

    /// Whether more happens than in any recording: one that waits for ages, or checks without a pause.
    pub(super) fn is_endless(&self) -> bool {
        self.happened >= MOST_HAPPENS
    }

    fn happen(&mut self, time: SimTime, due: Due) {
        self.happened += 1;
        self.now = time;
        match due {
            Due::Timer(stream) => self.balancer.timer_due(time, stream, &mut self.out),
            Due::Check(server) => self.balancer.check_due(time, server, &mut self.out),
            Due::CheckTimeout(server, number) => self.balancer.check_timeout(time, server, number, &mut self.out),
            Due::Warmup(server) => self.balancer.warmup_due(time, server, &mut self.out),
        }
        self.deliver();
    }

    /// Lets everything happen that takes no time.
    pub(super) fn settle(&mut self) {
        self.deliver();
        while let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= self.now) {
            let (_, due) = entry.remove_entry();
            self.happen(self.now, due);
            // Checks without a pause would go on for ever.
            if self.is_endless() {
                break;
            }
        }
    }

    /// Does what the balancer asks for, in order.
    fn deliver(&mut self) {
        let mut next = 0;
        while let Some(&output) = self.out.get(next) {
            next += 1;
            match output {
                Output::Connect { stream, attempt, server } => self.connect(stream, attempt, server),
                Output::Abandon { .. } => {}
                Output::Answer { token, ending, .. } | Output::Closed { token, ending, .. } => {
                    let request = &mut self.requests[token as usize];
                    request.ending = Some(ending);
                    // Who has left gets no answer.
                    self.seen.finished.extend((!request.left).then_some(token as usize));
                }
                Output::Arm { stream, after } => self.schedule(after, Due::Timer(stream)),
                Output::SendCheck { server, number } => self.check(server, number),
                Output::ArmCheck { server, after } => self.schedule(after, Due::Check(server)),
                Output::ArmCheckTimeout { server, number, after } => {
                    // With a `timeout check` HAProxy 2.6.12 ends it at some moment between that and the interval.
                    let after = self.vector.check_timeout.map_or(after, |limit| limit.min(after));
                    self.schedule(after, Due::CheckTimeout(server, number));
                }
                Output::ArmWarmup { server, after } => self.schedule(after, Due::Warmup(server)),
                Output::Log(log) => self.note_log(log),
            }
        }
        self.out.clear();
        if let Some(mut watch) = self.seen.watch.take() {
            watch.note_status(self.status(watch.server));
            self.seen.watch = Some(watch);
        }
    }

    fn schedule(&mut self, after: SimDuration, due: Due) {
        self.scheduled += 1;
        self.agenda.insert((self.now + after, self.scheduled), due);
    }

    /// A connection to a server that accepts or refuses at once, and does with the request what the recording says.
    fn connect(&mut self, stream: StreamId, attempt: u8, server: ServerIndex) {
        let (now, out) = (self.now, &mut self.out);
        let machine = &self.servers[server.index()];
        if machine.refuses || machine.mode == CheckMode::Refuse {
            return self.balancer.refused(now, stream, attempt, out);
        }
        let Some(request) = self.requests.iter().position(|request| request.stream == stream) else {
            return;
        };
        if !self.balancer.connected(now, stream, attempt, out) {
            return;
        }
        self.requests[request].reached.push(server);
        self.seen.reached.push((request, server));
        match self.requests[request].ask.hold {
            true => self.requests[request].held = Some(attempt),
            false => self.react(request, attempt),
        }
    }

    /// The server does with a request what the recording says.
    pub(super) fn react(&mut self, request: usize, attempt: u8) {
        let (now, stream, out) = (self.now, self.requests[request].stream, &mut self.out);
        match self.requests[request].ask.behaviour {
            Behaviour::Reply(status) => self.balancer.answer(now, stream, attempt, status, out),
            Behaviour::Close => self.balancer.closed(now, stream, attempt, out),
            Behaviour::Garbage => self.balancer.garbage(now, stream, attempt, out),
        }
    }

    fn check(&mut self, server: ServerIndex, number: u32) {
        let machine = &mut self.servers[server.index()];
        let mode = if machine.refuses { CheckMode::Refuse } else { machine.mode };
        // A server sees no check that it refuses, and cannot tell a mere connection from none.
        let sees = self.vector.http_checks && mode != CheckMode::Refuse;
        let before = core::mem::replace(&mut machine.last_check, sees.then_some(self.now));
        if let Some(watch) = self.seen.watch.as_mut().filter(|watch| watch.server == server) {
            // With a `timeout check` no interval is nominal.
            let before = before.filter(|_| self.vector.check_timeout.is_none());
            watch.arrival(sees.then_some(mode), before.map(|before| self.now.since(before)));
        }
        let result = match mode {
            CheckMode::Refuse => CheckResult::Refused,
            _ if !self.vector.http_checks => CheckResult::Connected,
            CheckMode::Status(status) => CheckResult::Status(status),
            CheckMode::Close => CheckResult::Closed,
            CheckMode::Timeout => return,
        };
        self.balancer.check_result(self.now, server, number, result, &mut self.out);
    }

    fn note_log(&mut self, log: BalancerLog) {
        if let (BalancerLog::Check { server, health, rise, fall, .. }, true) = (log, self.vector.check_logs)
            && let Some(watch) = self.seen.watch.as_mut().filter(|watch| watch.server == server)
        {
            watch.log_line(health.log_text(rise, fall).to_string());
        }
    }
}
