//! What befalls the one client who is followed, as facts; the words are the screen's. Nobody is followed unless an observer wishes
//! so, and nothing that happens depends on it.

use super::id::MachineId;
use super::mysql::history::History;
use super::mysql::log::Gtid;
use super::mysql::output::Caller;
use super::observation::{Kind, Observation, Observer, Outcome};
use super::world::{Env, World};
use crate::engine::slab::Key;
use crate::engine::time::{SimDuration, SimTime};

/// Who is followed, as an observer wishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The client's rank, from 0: the most active first.
    pub client: u32,
    /// The last of his writes that he was told is done.
    pub post: Option<Gtid>,
}

/// Something that befell the client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// He asked for something.
    Asked {
        /// What.
        kind: Kind,
    },
    /// He had no session, and has one now.
    LoggedIn {
        /// In the memory of this machine's application; else in the shared store.
        machine: Option<MachineId>,
    },
    /// Who makes his page does not know his session: he has to log in again.
    LoggedOut {
        /// The server that makes the page.
        machine: MachineId,
        /// The one whose application had the session in its memory; none where it was in the shared store.
        held: Option<MachineId>,
        /// Whether it is gone there, too.
        gone: bool,
    },
    /// A database gave his page a row.
    Read {
        /// Which.
        machine: MachineId,
        /// Whether the primary had a newer one.
        stale: bool,
        /// Where his last write was not there: whether the primary has it.
        missing: Option<Missing>,
        /// How far the database was behind the primary, where one of the two is so.
        behind: SimDuration,
    },
    /// A try of his ended, and he will try again.
    Failed {
        /// What he wants.
        kind: Kind,
        /// How it ended.
        outcome: Outcome,
        /// How long he has waited by now.
        response: SimDuration,
    },
    /// His request ended for him, once and for all.
    Ended {
        /// What he wanted.
        kind: Kind,
        /// How it ended.
        outcome: Outcome,
        /// How long he waited.
        response: SimDuration,
        /// The server that answered, if one did.
        server: Option<MachineId>,
        /// What a database had committed for it by then.
        written: Option<Gtid>,
    },
}

/// Why a write is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The primary has it, and this database not yet.
    NotYet,
    /// The primary does not have it, either.
    Gone,
}

impl World {
    /// Whether the request with these draws is that of the client who is followed.
    #[inline(always)]
    pub(super) fn is_followed<O: Observer>(&self, ordinal: u64, env: &Env<O>) -> bool {
        env.observer.followed().is_some_and(|followed| self.clients.population.user(ordinal) == followed.client)
    }

    /// Tells what befell the client who is followed, with the attempt of his that it befell.
    pub(super) fn befall<O: Observer>(&self, attempt: u64, what: Happening, env: &mut Env<O>) {
        env.observer.observe(self.agenda.now(), Observation::Befell { attempt, what });
    }

    /// A request has ended for its client: if that is who is followed, tells it.
    #[inline(always)]
    pub(super) fn befall_end<O: Observer>(&self, key: Key, ordinal: u64, outcome: Outcome, env: &mut Env<O>) {
        if self.is_followed(ordinal, env) {
            self.tell_end(key, outcome, env);
        }
    }

    #[cold]
    fn tell_end<O: Observer>(&self, key: Key, outcome: Outcome, env: &mut Env<O>) {
        if let Some(request) = self.requests.get(key) {
            let what = Happening::Ended {
                kind: request.kind,
                outcome,
                response: self.agenda.now().since(request.began),
                server: request.server.map(MachineId::of_server),
                written: request.written,
            };
            self.befall(request.number, what, env);
        }
    }

    /// A database has given a row to the page for which this call is made: if that is of who is followed, tells what he sees there.
    #[cold]
    #[inline(never)]
    pub(super) fn befall_read<O: Observer>(&self, node: u8, caller: Caller, stale: bool, env: &mut Env<O>) {
        let job = self.servers[caller.server as usize].jobs.get(caller.job).filter(|job| job.calls == caller.call);
        let Some(request) = job.and_then(|job| self.requests.get(job.request())) else { return };
        let Some(followed) = env.observer.followed().filter(|_| self.is_followed(request.ordinal, env)) else { return };
        let has = |node: usize, gtid| self.nodes[node].mysqld.log.contains(gtid);
        let missing =
            followed.post.filter(|gtid| !has(node as usize, *gtid)).map(|gtid| match has(self.reigning, gtid) {
                true => Missing::NotYet,
                false => Missing::Gone,
            });
        let behind = match stale || missing.is_some() {
            true => self.behind(node as usize, env.history, self.agenda.now()).0,
            false => SimDuration::ZERO,
        };
        let what = Happening::Read { machine: self.node_machine(node), stale, missing, behind };
        self.befall(request.number, what, env);
    }

    /// How far a database is behind the primary: the age of the oldest transaction that it lacks, and how many those are.
    pub fn behind(&self, node: usize, history: &History, now: SimTime) -> (SimDuration, u64) {
        let (Some(primary), Some(node)) = (self.reigning(), self.nodes.get(node)) else {
            return (SimDuration::ZERO, 0);
        };
        let (log, here) = (&primary.mysqld.log, &node.mysqld.log);
        let shared = here.shared(log);
        let missing = log.get(shared + 1).and_then(|gtid| history.get(gtid));
        let age = missing.map_or(SimDuration::ZERO, |transaction| now.since(transaction.committed));
        (age, log.len() - shared)
    }

    /// The last write of a client that he was told is done, where more than one database may have it.
    pub fn last_post(&self, client: u32) -> Option<Gtid> {
        self.clients.written.get(&client).copied()
    }

    /// Whether the primary lacks a write.
    pub fn is_lost(&self, gtid: Gtid) -> bool {
        self.reigning().is_some_and(|primary| !primary.mysqld.log.contains(gtid))
    }

    /// The client, by rank, whose draws a request has.
    pub fn client_of(&self, ordinal: u64) -> u32 {
        self.clients.population.user(ordinal)
    }

    /// A client whose last write is lost, else one whose session is: the first from this rank on, else the last before it.
    pub fn bereft(&self, from: u32) -> Option<u32> {
        let reigning = &self.reigning()?.mysqld.log;
        self.writer(from, |gtid| !reigning.contains(gtid)).or_else(|| self.logged_out(from))
    }

    /// A client whose last write some database lacks, found in the same way.
    pub fn awaiting(&self, from: u32) -> Option<u32> {
        self.writer(from, |gtid| self.nodes.iter().any(|node| !node.mysqld.log.contains(gtid)))
    }

    /// A client of whose last write this holds.
    fn writer(&self, from: u32, holds: impl Fn(Gtid) -> bool) -> Option<u32> {
        let written = &self.clients.written;
        let mut near = written.range(from..).chain(written.range(..from).rev());
        near.find(|(_, gtid)| holds(**gtid)).map(|(client, _)| *client)
    }
}
