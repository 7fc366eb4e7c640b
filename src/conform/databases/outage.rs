//! The ways in which a server on the bench fails, and returns.

use super::Bench;
use super::client::Ask;
use super::drive::Message;
use crate::model::mysql::error::SqlError;

impl Bench {
    /// `kill -9` of a server's process: its host lives, so what had left it arrives, and its connections are closed.
    pub fn kill(&mut self, server: usize) {
        self.lose_unsent(server);
        let ended = self.with(server, |mysqld, io| mysqld.stop(io));
        for caller in ended.callers {
            self.answer_leaves(Ask(caller.job.index as usize), Err(SqlError::LostConnection));
        }
        for dump in ended.dumps {
            self.send(server, dump.replica as usize, 0, Message::SourceClosed { session: dump.session });
        }
        self.servers[server].hung = false;
        self.servers[server].held.clear();
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
