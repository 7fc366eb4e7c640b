//! What can happen: one closed enum. Small and `Copy`, because millions of them pass through the agenda each second.

mod print;

use super::balancer::StreamId;
use super::id::MachineId;
use super::mysql::error::SqlError;
use super::mysql::log::Batch;
use super::mysql::output::Timer;
use super::observation::Cause;
use super::population::Further;
use super::server::app::event::AppEvent;
use super::server::nginx::event::NginxEvent;
use super::site::Site;
use crate::engine::slab::Key;

/// An event of the model. Messages carry what their receiver needs: it looks nothing up at the sender's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A client begins a request. Outdated if `serial` is not the current one.
    Arrival { serial: u32 },
    /// A client's connection reaches the balancer, or nginx itself where there is none.
    ClientSyn { request: Key },
    /// A client's request reaches the balancer, a round trip later.
    ClientRequest { stream: StreamId },
    /// An answer reaches its client, and maybe the cookie of a server with it.
    ClientAnswer { request: Key, status: u16, cookie: Option<u8> },
    /// A refusal or a reset reaches the client.
    ClientCut { request: Key, cause: Cause },
    /// A client's patience is over.
    GiveUp { request: Key },
    /// The news that a client has left reaches the balancer.
    ClientGone { stream: StreamId },

    /// A machine's processor may have finished something.
    CpuDue { machine: MachineId },

    /// The balancer's one timer of a stream.
    StreamTimer { stream: StreamId },
    /// Time for the next health check of a server.
    CheckDue { server: u8 },
    /// The limit of a health check.
    CheckLimit { server: u8, number: u32 },
    /// A second of a server's slow start is over.
    WarmupDue { server: u8 },
    /// A health check's connection reaches a server.
    CheckSyn { server: u8, number: u32 },
    /// A health check's request reaches a server.
    CheckRequest { server: u8, number: u32 },
    /// What a health check found reaches the balancer: an HTTP status, 0 for refused, 1 for connected.
    CheckReply { server: u8, number: u32, status: u16 },

    /// The balancer's connection reaches a server.
    Syn { server: u8, stream: StreamId, attempt: u8 },
    /// The server's kernel has accepted; `job` is its end of the connection.
    Accepted { server: u8, stream: StreamId, attempt: u8, job: Key },
    /// The server's kernel has refused.
    Refused { server: u8, stream: StreamId, attempt: u8 },
    /// A request of the balancer, or of a client itself, reaches nginx.
    Request { server: u8, job: Key },
    /// nginx's answer reaches the balancer.
    Answer { server: u8, stream: StreamId, attempt: u8, status: u16 },
    /// The server closed without an answer.
    Closed { server: u8, stream: StreamId, attempt: u8 },
    /// Who connected to nginx has closed the connection; the news reaches it.
    Hangup { server: u8, job: Key },

    /// nginx's limit for a request to arrive.
    HeaderLimit { server: u8, job: Key },
    /// nginx's limit for the application.
    ProxyLimit { server: u8, job: Key },
    /// The kernel tries again to connect to a full accept queue.
    SynAgain { server: u8, job: Key, tries: u8 },
    /// An application's limit for a database call.
    CallLimit { server: u8, job: Key, call: u8 },
    /// A database call reaches its database, by a connection of the pool or a fresh one.
    Call { server: u8, job: Key, call: u8, node: u8, write: bool, fresh: bool, row: u32, further: Further },
    /// What a database answered reaches the application.
    CallReply { server: u8, job: Key, call: u8, node: u8, result: CallResult },

    /// A worker goes on with a request that is described.
    Act { server: u8, job: Key },
    /// Something happens to an nginx, or to a connection of one.
    Nginx(NginxEvent),
    /// Something happens to an application server.
    App(AppEvent),
    /// A deployment looks how far it is. Outdated if `serial` is not the current one.
    RolloutStep { serial: u32 },

    /// A database's log is flushed.
    Flushed { node: u8, epoch: u32 },
    /// Transactions of a stream reach a replica.
    Shipped { from: u8, node: u8, session: u32, stream: u16, batch: Batch },
    /// A replica's word that it has a transaction reaches its source.
    Acknowledged { from: u8, node: u8, session: u32, stream: u16, number: u64 },
    /// A clock that a database has set runs out.
    DatabaseDue { node: u8, epoch: u32, timer: Timer },

    /// A round of the manager's probes.
    ProbeDue { epoch: u32 },
    /// The old primary's machine has been switched off.
    Fenced { node: u8, epoch: u32 },
    /// A restarted application asks for its route again.
    AskRoute { server: u8, epoch: u32 },
    /// A rare message arrives; its text is kept aside.
    Letter { key: Key, from: MachineId, to: MachineId },

    /// The bare queue has served a request.
    Served { server: u8, request: Key },

    /// A user of the closed workload has thought enough. Outdated if `nth` is not the user's current number.
    UserReady { user: u32, nth: u32 },
    /// A client's pause before another try is over.
    TryAgain { request: Key },
    /// The load goes on along its shape. Outdated if `serial` is not the current one.
    ShapeStep { serial: u32 },
}

/// What a database says to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallResult {
    /// Done.
    Done,
    /// 1290: the server runs with --read-only.
    ReadOnly,
    /// 1040: too many connections.
    TooManyConnections,
    /// 1205: it waited too long for the lock of its row.
    LockWaitTimeout,
    /// 1213: deadlock.
    Deadlock,
    /// 2003: connection refused.
    Refused,
    /// 2013: lost connection during the call.
    Died,
}

impl CallResult {
    /// All, in the order of their declaration.
    pub const ALL: [CallResult; 7] = [
        CallResult::Done,
        CallResult::ReadOnly,
        CallResult::TooManyConnections,
        CallResult::LockWaitTimeout,
        CallResult::Deadlock,
        CallResult::Refused,
        CallResult::Died,
    ];

    /// The error, where it is one.
    pub const fn error(self) -> Option<SqlError> {
        match self {
            CallResult::Done => None,
            CallResult::ReadOnly => Some(SqlError::ReadOnly),
            CallResult::TooManyConnections => Some(SqlError::TooManyConnections),
            CallResult::LockWaitTimeout => Some(SqlError::LockWaitTimeout),
            CallResult::Deadlock => Some(SqlError::Deadlock),
            CallResult::Refused => Some(SqlError::CannotConnect),
            CallResult::Died => Some(SqlError::LostConnection),
        }
    }
}

impl Event {
    /// Whether it is a message that opens a connection.
    pub fn opens(&self) -> bool {
        match self {
            Event::Nginx(event) => event.opens(),
            _ => matches!(self, Event::ClientSyn { .. } | Event::Syn { .. } | Event::CheckSyn { .. }),
        }
    }

    /// Whether it is a message that stands for the answer to a SYN and the request after that.
    pub fn follows_syn(&self) -> bool {
        matches!(self, Event::ClientRequest { .. } | Event::CheckRequest { .. })
    }

    /// The two ends between which this event is a message under way, if it is one.
    pub fn ends(&self, site: Site) -> Option<(MachineId, MachineId)> {
        let server = |index: u8| MachineId::server(index as usize);
        let database = |index: u8| site.home(index as usize);
        let (client, balancer) = (MachineId::CLIENT, MachineId::BALANCER);
        Some(match *self {
            Event::ClientSyn { .. } => (client, site.entry()),
            Event::Nginx(event) => return event.ends(site),
            Event::ClientRequest { .. } | Event::ClientGone { .. } => (client, balancer),
            Event::ClientAnswer { .. } | Event::ClientCut { .. } => (site.entry(), client),
            Event::CheckSyn { server: to, .. } | Event::CheckRequest { server: to, .. } => (balancer, server(to)),
            Event::CheckReply { server: from, .. } => (server(from), balancer),
            Event::Syn { server: to, .. } => (balancer, server(to)),
            Event::Request { server: to, .. } | Event::Hangup { server: to, .. } => (site.caller(), server(to)),
            Event::Accepted { server: from, .. }
            | Event::Refused { server: from, .. }
            | Event::Answer { server: from, .. }
            | Event::Closed { server: from, .. } => (server(from), balancer),
            Event::Call { server: from, node: to, .. } => (server(from), database(to)),
            Event::CallReply { server: to, node: from, .. } => (database(from), server(to)),
            Event::Shipped { from, node: to, .. } | Event::Acknowledged { from, node: to, .. } => {
                (database(from), database(to))
            }
            Event::Letter { from, to, .. } => (from, to),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::digest::{Digest, Print};

    #[test]
    fn events_stay_small() {
        assert!(size_of::<Event>() <= 24, "{}", size_of::<Event>());
    }

    #[test]
    fn the_digest_tells_kinds_ids_and_times_apart() {
        let digest = |nanos, event: Event| {
            let mut digest = Digest::default();
            digest.take_in(nanos, event.print());
            digest.value()
        };
        let key = Key { index: 1, generation: 2 };
        let all = [
            digest(5, Event::GiveUp { request: key }),
            digest(6, Event::GiveUp { request: key }),
            digest(5, Event::ClientSyn { request: key }),
            digest(5, Event::GiveUp { request: Key { index: 2, generation: 1 } }),
        ];
        assert!(all.iter().enumerate().all(|(i, one)| all[..i].iter().all(|other| other != one)));
    }
}
