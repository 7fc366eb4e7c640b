//! Replication over the links: who follows whom at the start, and what reaches whom.

use super::letter::Letter;
use crate::model::config::Topology;
use crate::model::mysql::Io;
use crate::model::mysql::error::SqlError;
use crate::model::mysql::log::{Gtid, Run};
use crate::model::mysql::output::Output;
use crate::model::mysql::source::{Request, Start};
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

impl World {
    /// At the start the first database reigns, and every other is connected already: to it, or in a chain to the one before.
    pub(in crate::model) fn start_replication<O: Observer>(&mut self, env: &mut Env<O>) {
        self.with_node(0, env, |mysqld, io| {
            mysqld.own_stream(io);
            mysqld.begin(io);
        });
        for node in 1..self.nodes.len() as u8 {
            let mut out = Vec::new();
            let mut io = Io { now: self.agenda.now(), history: env.history, out: &mut out };
            let upstream = if self.config.mysql.topology == Topology::Chain { node - 1 } else { 0 };
            let (earlier, later) = self.nodes.split_at_mut(node as usize);
            let (source, replica) = (&mut earlier[upstream as usize].mysqld, &mut later[0].mysqld);
            replica.set_source(Some(upstream), Start::Auto);
            replica.begin(&mut io);
            replica.start_receiver(&mut io);
            let request = replica.request();
            // An empty log refuses nobody.
            let _ = source.subscribe(&request, &mut io);
            replica.accepted(request.session, &mut io);
            replica.start_applier(&mut io);
            out.retain(|output| !matches!(output, Output::Connect { .. }));
            self.with_node(node, env, |_, io| io.out.append(&mut out));
        }
    }

    /// Transactions reach a replica: `count` of a stream, up to number `last`.
    pub(in crate::model) fn shipped<O: Observer>(
        &mut self,
        (from, node): (u8, u8),
        session: u32,
        run: Run,
        env: &mut Env<O>,
    ) {
        if !self.nodes[node as usize].mysqld.running {
            return self.reset_source(from, node, session);
        }
        self.with_node(node, env, |mysqld, io| mysqld.received(session, run, io));
    }

    /// Nobody has that connection any more: the kernel says so.
    pub(super) fn reset_source(&mut self, source: u8, replica: u8, session: u32) {
        let (from, to) = (self.node_machine(replica), self.node_machine(source));
        self.post(from, to, Letter::ReplicaClosed { source, replica, session });
    }

    /// A replica's word reaches its source.
    pub(in crate::model) fn acknowledged<O: Observer>(
        &mut self,
        (from, node): (u8, u8),
        session: u32,
        gtid: Gtid,
        env: &mut Env<O>,
    ) {
        if self.nodes[node as usize].mysqld.running {
            self.with_node(node, env, |mysqld, io| mysqld.acknowledge(from, session, gtid, io));
        }
    }

    /// A replica asks to be sent the binlog.
    pub(super) fn subscribed<O: Observer>(&mut self, source: u8, request: &Request, env: &mut Env<O>) {
        let (node, session) = (request.replica, request.session);
        let answer = match self.nodes[source as usize].cloning {
            true => Err(SqlError::CannotConnect),
            false => self.with_node(source, env, |mysqld, io| mysqld.subscribe(request, io)),
        };
        let letter = match answer {
            Ok(()) => Letter::Accepted { node, session },
            Err(error) => Letter::NotAccepted { node, session, error },
        };
        self.post(self.node_machine(source), self.node_machine(node), letter);
    }
}
