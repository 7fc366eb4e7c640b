//! The ways in which a server on the bench fails, and returns.

use super::Bench;
use super::client::Ask;
use super::drive::{Due, Message};
use crate::model::mysql::error::SqlError;
use crate::model::mysql::lifecycle::Ended;

impl Bench {
    /// `kill -9` of a server's process: its host lives, so what had left it arrives, and its connections are closed.
    pub fn kill(&mut self, server: usize) {
        self.lose_unsent(server);
        let ended = self.with(server, |mysqld, io| mysqld.stop(io));
        self.hang_up(server, ended);
    }

    /// `SIGTERM`: a server ends in order, at once.
    pub fn shut_down(&mut self, server: usize) {
        let ended = self.with(server, |mysqld, io| mysqld.shut_down(io));
        self.hang_up(server, ended);
    }

    /// The kernel closes the connections of a process that is gone: whoever waits for it is told so at once.
    fn hang_up(&mut self, server: usize, ended: Ended) {
        let mut waiting = core::mem::take(&mut self.servers[server].held);
        let (asks, clients, dials) = (&self.asks, &self.clients, &self.dials);
        waiting.extend(
            self.agenda
                .extract_if(.., |_, due| match due {
                    Due::Executes { ask, .. } => clients[asks[ask.0].client].server == server,
                    Due::Dials { dial } => dials[dial.0].server == server,
                    _ => false,
                })
                .map(|(_, due)| due),
        );
        for due in waiting {
            match due {
                Due::Arrives { ask } | Due::Executes { ask, .. } => {
                    self.answer_leaves(ask, Err(SqlError::LostConnection))
                }
                Due::Dials { dial } => self.dial_ends(dial, Err(SqlError::LostConnection)),
                _ => {}
            }
        }
        for caller in ended.callers {
            self.answer_leaves(Ask(caller.job.index as usize), Err(SqlError::LostConnection));
        }
        for dump in ended.dumps {
            self.send(server, dump.replica as usize, 0, Message::SourceClosed { session: dump.session });
        }
        self.servers[server].hung = false;
        // The source of a replica finds out when it next sends something.
    }

    /// A server's host is gone: what was under way is lost, too.
    pub fn kill_host(&mut self, server: usize) {
        for other in (0..self.servers.len()).filter(|other| *other != server) {
            self.cut(server, other);
        }
        self.kill(server);
    }

    /// `SIGSTOP`: a server does nothing, and its kernel goes on accepting.
    pub fn hang(&mut self, server: usize) {
        self.servers[server].hung = true;
    }

    /// `SIGCONT`: it goes on with all that was sent to it.
    pub fn wake(&mut self, server: usize) {
        self.servers[server].hung = false;
        for due in core::mem::take(&mut self.servers[server].held) {
            self.schedule(crate::engine::time::SimDuration::ZERO, due);
        }
    }

    /// A server's process starts again.
    pub fn restart(&mut self, server: usize, read_only: bool) {
        self.with(server, |mysqld, io| mysqld.restart(read_only, io));
    }
}
