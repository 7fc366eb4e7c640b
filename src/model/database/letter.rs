//! The rare messages: between manager, databases and applications. Their text is kept aside, so that events stay small.

use super::report::Report;
use crate::engine::slab::Key;
use crate::engine::time::SimDuration;
use crate::model::event::Event;
use crate::model::id::{MachineId, Process};
use crate::model::mysql::error::SqlError;
use crate::model::mysql::lifecycle::Dataset;
use crate::model::mysql::source::Request;
use crate::model::observation::Observer;
use crate::model::server::app::Route;
use crate::model::world::{Env, World};

/// A message's text.
#[derive(Clone, Debug)]
pub enum Letter {
    /// The manager asks a database how it is.
    Probe { node: u8, epoch: u32, round: u32 },
    /// The database says how it is; nothing if nobody listens there.
    ProbeReply { node: u8, epoch: u32, round: u32, report: Option<Box<Report>> },
    /// The manager makes a database the primary.
    Promote { node: u8 },
    /// The database is the primary now, and writes this stream.
    Promoted { node: u8, reign: Option<u16> },
    /// The manager makes a database read-only.
    Demote { node: u8 },
    /// The manager lets a returned primary write again.
    Admit { node: u8 },
    /// The manager has a database follow another, whose reign is this.
    Repoint { node: u8, source: u8, reign: Option<u16> },
    /// A replica wants a source's binlog.
    Subscribe { source: u8, request: Box<Request> },
    /// The source sends it.
    Accepted { node: u8, session: u32 },
    /// The source does not.
    NotAccepted { node: u8, session: u32, error: SqlError },
    /// The source is there, and has nothing to send.
    Heartbeat { source: u8, node: u8, session: u32 },
    /// The source has closed the connection.
    SourceClosed { node: u8, session: u32 },
    /// The replica has closed the connection.
    ReplicaClosed { source: u8, replica: u8, session: u32 },
    /// The manager has a database cloned from another.
    Renew { node: u8, source: u8 },
    /// A database wants a copy of all that another has.
    CopyWanted { node: u8, source: u8, session: u32 },
    /// The copy; nothing if the source has none to give.
    Copy { node: u8, session: u32, data: Option<Box<Dataset>> },
    /// The database has its copy.
    Renewed { node: u8 },
    /// An application has closed connections.
    HungUp { node: u8, server: u8, count: u32 },
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
        let up = |world: &World, node: u8| on(world, node) && world.nodes[node as usize].is_up();
        match letter {
            Letter::Probe { node, epoch, round } => self.probed(node, epoch, round),
            Letter::ProbeReply { node, epoch, round, report } => self.probe_replied(node, epoch, round, report),
            Letter::Promoted { node, reign } => self.promotion_confirmed(node, reign, env),
            Letter::Renewed { node } => self.renewed(node),
            Letter::Renew { node, source } if up(self, node) => self.renew(node, source, env),
            Letter::CopyWanted { node, source, session } if on(self, source) => self.copy_wanted(node, source, session),
            Letter::Copy { node, session, data } if up(self, node) => self.copied(node, session, data, env),
            Letter::AskRoute { server } => self.route_asked(server),
            Letter::Route { server, route } => self.route_told(server, route),
            Letter::Promote { node } if up(self, node) => self.promote(node, env),
            Letter::Demote { node } if up(self, node) => self.demote(node, env),
            Letter::Admit { node } if up(self, node) => self.admit(node, env),
            Letter::Repoint { node, source, reign } if up(self, node) => self.repoint(node, source, reign, env),
            letter => self.binlog_letter(letter, env),
        }
    }

    /// A letter about a replica's connection to its source arrives.
    fn binlog_letter<O: Observer>(&mut self, letter: Letter, env: &mut Env<O>) {
        let on = |world: &World, node: u8| world.machine(world.node_machine(node)).on;
        match letter {
            Letter::Subscribe { source, request } if on(self, source) => self.subscribed(source, &request, env),
            Letter::Heartbeat { source, node, session } if on(self, node) => {
                match self.nodes[node as usize].mysqld.running {
                    true => self.with_node(node, env, |mysqld, io| mysqld.heartbeat(session, io)),
                    false => self.reset_source(source, node, session),
                }
            }
            Letter::Accepted { node, session } => {
                self.with_node(node, env, |mysqld, io| mysqld.accepted(session, io));
            }
            Letter::NotAccepted { node, session, error } => {
                self.with_node(node, env, |mysqld, _| mysqld.refused(session, error));
            }
            Letter::SourceClosed { node, session } => {
                self.with_node(node, env, |mysqld, io| mysqld.source_closed(session, io));
            }
            Letter::HungUp { node, server, count } => self.hung_up(node, server, count),
            Letter::ReplicaClosed { source, replica, session } => {
                self.with_node(source, env, |mysqld, _| mysqld.unsubscribe(session, replica));
            }
            // Addressed to a machine that is off, or to a process that is gone.
            _ => {}
        }
    }
}
