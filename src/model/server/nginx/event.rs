//! What can happen to an nginx beyond the way of every request: its limits, its cache, connections that clients keep, and
//! requests that it passes to a group of applications.

use super::pass::Reply;
use super::remote::Caller;
use crate::engine::slab::Key;
use crate::model::event::Event;
use crate::model::id::{MachineId, Process};
use crate::model::observation::Observer;
use crate::model::site::Site;
use crate::model::world::{Env, World};

/// An event of an nginx.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NginxEvent {
    /// nginx has held a request back for as long as `limit_req` wants.
    Delayed { server: u8, job: Key },
    /// A request that waits for another one to fill the cache looks again.
    CacheLook { server: u8, job: Key, looks: u8 },
    /// A further request on a connection that its client kept reaches nginx.
    ClientAgain { request: Key, line: Key },
    /// The news that the connection was closed before it reaches the client.
    LineLost { request: Key },
    /// A kept connection was idle for as long as it may be.
    LineIdle { server: u8, line: Key },
    /// The news that nginx has closed an idle connection reaches its client.
    LineClosed { line: Key, address: u32, errand: Option<u16> },
    /// A connection of an nginx reaches an application of its group, or a request on one that was kept.
    PassSyn { server: u8, from: u8, attempt: u8, kept: bool, job: Key, request: Key },
    /// The request of such an nginx comes, a round trip later.
    PassRequest { server: u8, job: Key },
    /// The news that its connection stands reaches nginx; `remote` is the other end.
    PassUp { server: u8, from: u8, attempt: u8, job: Key, remote: Key },
    /// What the application does reaches nginx.
    PassReply { server: u8, from: u8, attempt: u8, job: Key, reply: Reply },
    /// nginx has closed its connection to an application.
    PassGone { server: u8, from: u8, job: Key },
}

impl From<NginxEvent> for Event {
    fn from(event: NginxEvent) -> Event {
        Event::Nginx(event)
    }
}

impl NginxEvent {
    /// Whether it is a message that opens a connection.
    pub fn opens(&self) -> bool {
        matches!(self, NginxEvent::PassSyn { kept: false, .. })
    }

    /// The two ends between which it is a message under way, if it is one.
    pub fn ends(&self, site: Site) -> Option<(MachineId, MachineId)> {
        let server = |index: u8| MachineId::server(index as usize);
        match *self {
            NginxEvent::ClientAgain { .. } => Some((MachineId::CLIENT, site.entry())),
            NginxEvent::LineLost { .. } | NginxEvent::LineClosed { .. } => Some((site.entry(), MachineId::CLIENT)),
            NginxEvent::PassSyn { server: to, from, .. }
            | NginxEvent::PassUp { server: to, from, .. }
            | NginxEvent::PassReply { server: to, from, .. }
            | NginxEvent::PassGone { server: to, from, .. } => Some((server(from), server(to))),
            _ => None,
        }
    }

    /// Where it happens, and in which process unless a kernel does it alone. Nowhere: at the clients.
    pub fn place(&self) -> Option<(MachineId, Option<Process>)> {
        let (index, process) = match *self {
            NginxEvent::ClientAgain { .. } => (0, Some(Process::Nginx)),
            NginxEvent::LineLost { .. } | NginxEvent::LineClosed { .. } => return None,
            NginxEvent::Delayed { server, .. }
            | NginxEvent::CacheLook { server, .. }
            | NginxEvent::LineIdle { server, .. }
            | NginxEvent::PassUp { server, .. }
            | NginxEvent::PassReply { server, .. } => (server, Some(Process::Nginx)),
            // The kernel of an application takes connections for it.
            NginxEvent::PassSyn { server, .. }
            | NginxEvent::PassRequest { server, .. }
            | NginxEvent::PassGone { server, .. } => (server, None),
        };
        Some((MachineId::server(index as usize), process))
    }
}

impl World {
    /// An event of an nginx happens.
    pub(in crate::model) fn happens_at_nginx<O: Observer>(&mut self, event: NginxEvent, env: &mut Env<O>) {
        match event {
            NginxEvent::Delayed { server, job } => self.limit_concurrent(server, job, env),
            NginxEvent::CacheLook { server, job, looks } => self.through_cache(server, job, looks, env),
            NginxEvent::ClientAgain { request, line } => self.direct_again(request, line, env),
            NginxEvent::LineLost { request } => self.line_lost(request, env),
            NginxEvent::LineIdle { server, line } => self.line_idle(server, line),
            NginxEvent::LineClosed { line, address, errand } => self.line_closed(line, address, errand),
            NginxEvent::PassSyn { server, from, attempt, kept, job, request } => {
                self.pass_syn(server, Caller { from, attempt, kept, job, request }, env)
            }
            NginxEvent::PassRequest { server, job } => self.pass_request(server, job, env),
            NginxEvent::PassUp { server, from, attempt, job, remote } => {
                self.pass_up(server, from, attempt, job, remote)
            }
            NginxEvent::PassReply { server, attempt, job, reply, .. } => {
                self.pass_reply(server, attempt, job, reply, env)
            }
            NginxEvent::PassGone { server, job, .. } => self.pass_gone(server, job, env),
        }
    }
}
