//! The rare messages: between manager, databases and applications. Their text is kept aside, so that events stay small.

use super::manager::Report;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use crate::model::event::Event;
use crate::model::history::Head;
use crate::model::id::{MachineId, Process};
use crate::model::observation::Observer;
use crate::model::server::app::Route;
use crate::model::world::{Env, World};

/// Why a source does not take a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    /// 2003: nobody listens.
    Refused,
    /// 1236: the replica has what is not in the source's binlog.
    NotInLog,
}

/// A message's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// The manager asks a database how it is.
    Probe { node: u8, round: u32 },
    /// The database says how it is; nothing if nobody listens there.
    ProbeReply { node: u8, round: u32, report: Option<Report> },
    /// The manager makes a database the primary.
    Promote { node: u8 },
    /// The database is the primary now.
    Promoted { node: u8 },
    /// The manager makes a database read-only.
    Demote { node: u8 },
    /// The manager lets a returned primary write again.
    Admit { node: u8 },
    /// The manager has a database follow another.
    Repoint { node: u8, source: u8 },
    /// A replica wants a source's binlog from here on.
    Subscribe { node: u8, source: u8, session: u32, head: Head },
    /// The source sends it.
    Subscribed { node: u8, session: u32, term: u16 },
    /// The source does not.
    SubscribeRefused { node: u8, session: u32, why: No },
    /// The source has closed the connection.
    SourceClosed { node: u8, session: u32 },
    /// The manager has a database cloned from another.
    Renew { node: u8, source: u8 },
    /// A database wants a copy of all that another has.
    CopyWanted { node: u8, source: u8, session: u32 },
    /// The copy: the newest write of every row; nothing if the source has none to give.
    Copy { node: u8, session: u32, head: Head, rows: Option<Vec<u64>> },
    /// The database has its copy.
    Renewed { node: u8 },
    /// An application asks for its databases.
    AskRoute { server: u8 },
    /// The manager tells an application its databases.
    Route { server: u8, route: Route },
}

impl Letter {
    /// The process that reads it.
    pub(in crate::model) fn reader(&self) -> Process {
        match self {
            Letter::ProbeReply { .. } | Letter::Promoted { .. } | Letter::AskRoute { .. } | Letter::Renewed { .. } => {
                Process::Manager
            }
            Letter::Route { .. } => Process::App,
            _ => Process::Mysqld,
        }
    }
}

impl World {
    /// Sends a letter between machines of the site.
    pub(in crate::model) fn post(&mut self, from: MachineId, to: MachineId, letter: Letter) {
        self.post_later(SimDuration::ZERO, from, to, letter);
    }

    /// Sends a letter that takes longer than the way alone.
    pub(super) fn post_later(&mut self, delay: SimDuration, from: MachineId, to: MachineId, letter: Letter) {
        let key = self.letters.insert(letter);
        self.send(delay + self.lan(from, to), Event::Letter { key, from, to });
    }

    /// A letter arrives.
    pub(in crate::model) fn letter<O: Observer>(&mut self, key: Key, env: &mut Env<O>) {
        let Some(letter) = self.letters.remove(key) else { return };
        let on = |world: &World, node: u8| world.machine(world.node_machine(node)).on;
        let up = |world: &World, node: u8| on(world, node) && world.nodes[node as usize].running;
        match letter {
            Letter::Probe { node, round } => self.probed(node, round),
            Letter::Subscribe { node, source, session, head } if on(self, source) => {
                let shared = env.history.shared(head, self.nodes[source as usize].head());
                self.subscribed(node, source, session, head, shared);
            }
            Letter::ProbeReply { node, round, report } => self.probe_replied(node, round, report),
            Letter::Promoted { node } => self.promotion_confirmed(node, env),
            Letter::Renewed { node } => self.renewed(node),
            Letter::Renew { node, source } if up(self, node) => self.renew(node, source, env),
            Letter::CopyWanted { node, source, session } if on(self, source) => self.copy_wanted(node, source, session),
            Letter::Copy { node, session, head, rows } if up(self, node) => self.copied(node, session, head, rows, env),
            Letter::AskRoute { server } => self.route_asked(server),
            Letter::Route { server, route } => self.route_told(server, route),
            Letter::Promote { node } if up(self, node) => self.promote(node, env),
            Letter::Demote { node } if up(self, node) => self.demote(node, env),
            Letter::Admit { node } if up(self, node) => self.admit(node, env),
            Letter::Repoint { node, source } if up(self, node) => self.repoint(node, source, env),
            Letter::Subscribed { node, session, term } if up(self, node) => self.follow(node, session, term),
            Letter::SubscribeRefused { node, session, why } if up(self, node) => {
                self.subscribe_refused(node, session, why, env);
            }
            Letter::SourceClosed { node, session } if up(self, node) => self.source_closed(node, session, env),
            // Addressed to a machine that is off, or to a process that is gone.
            _ => {}
        }
    }
}
