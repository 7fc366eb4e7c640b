//! The books checked against the structures: what is counted as it happens must be what is there.

use super::mysql::history::History;
use super::server::job::{JobState, Origin};
use super::server::machine::Task;
use super::world::World;
use crate::engine::slab::Key;
use std::collections::BTreeMap;

/// Names the first thing that does not agree.
fn agree<T: PartialEq + core::fmt::Debug>(what: impl core::fmt::Display, counted: T, there: T) -> Result<(), String> {
    if counted == there { Ok(()) } else { Err(format!("{what}: counted {counted:?}, there are {there:?}")) }
}

impl World {
    /// Requests that have not ended for their clients.
    pub fn unfinished(&self) -> u64 {
        self.requests.iter().filter(|(_, request)| !request.ended).count() as u64
    }

    /// Requests begun.
    pub fn begun(&self) -> u64 {
        self.clients.begun
    }

    /// Recounts everything.
    ///
    /// # Errors
    /// Names the first invariant that does not hold.
    pub fn audit(&self, history: &History) -> Result<(), String> {
        self.audit_balancer()?;
        self.audit_servers()?;
        self.audit_holders()?;
        self.audit_databases(history)
    }

    fn audit_balancer(&self) -> Result<(), String> {
        if !self.front.running {
            return agree("streams of a dead HAProxy", 0, self.front.sockets.iter().flatten().count());
        }
        self.front.balancer.audit()?;
        let streams = self.front.balancer.backend().streams as usize;
        agree("HAProxy's streams", streams, self.front.sockets.iter().flatten().count())
    }

    fn audit_servers(&self) -> Result<(), String> {
        for (index, server) in self.servers.iter().enumerate() {
            let name = index + 1;
            let count = |pick: &dyn Fn(&super::server::job::Job) -> bool| {
                server.jobs.iter().filter(|(_, job)| pick(job)).count()
            };
            agree(
                format!("server-{name}'s nginx connections"),
                server.nginx.open as usize,
                count(&|job| job.client_open),
            )?;
            let upstream = count(&|job| job.upstream_open && !matches!(job.origin, Origin::Pass { .. }));
            agree(format!("server-{name}'s upstream connections"), server.nginx.upstream as usize, upstream)?;
            self.audit_nginx(index, server)?;
            let busy = count(&|job| job.on_worker());
            agree(format!("server-{name}'s busy workers"), server.app.station.busy() as usize, busy)?;
            let old = count(&|job| job.on_worker() && job.load != server.app.epoch);
            agree(format!("server-{name}'s pages of older workers"), server.app.old as usize, old)?;
            let pooled = count(&|job| job.pooled.is_some());
            agree(format!("server-{name}'s connections to databases"), server.app.pool.busy() as usize, pooled)?;
            let pooling = count(&|job| job.state == JobState::Pooling);
            agree(format!("server-{name}'s pages that wait for one"), server.app.pool.waiting(), pooling)?;
            let queued = count(&|job| job.state == JobState::Queued);
            agree(format!("server-{name}'s accept queue"), server.app.station.waiting(), queued)?;
            let cpu = &self.machines[index + 2].cpu;
            let running = cpu.each().filter(|task| matches!(task, Task::Page(_))).count();
            agree(format!("server-{name}'s running pages"), count(&|job| job.state == JobState::Working), running)?;
        }
        Ok(())
    }

    /// Connections that are kept, ending or counted.
    fn audit_nginx(&self, index: usize, server: &super::server::Server) -> Result<(), String> {
        let (name, nginx) = (index + 1, &server.nginx);
        let idle = nginx.lines.all.iter().filter(|(_, line)| line.idle.is_some()).count();
        agree(format!("server-{name}'s idle connections"), nginx.lines.idle as usize, idle)?;
        let busy = server.jobs.iter().filter(|(_, job)| job.kept != Key::NONE).count();
        agree(format!("server-{name}'s kept connections"), nginx.lines.all.len(), idle + busy)?;
        let of = |job: &super::server::job::Job| match job.origin {
            Origin::Pass { .. } => 0,
            _ => u32::from(job.client_open) + u32::from(job.upstream_open),
        };
        let ending = server.jobs.iter().filter(|(_, job)| job.epoch != nginx.epoch).map(|(_, job)| of(job)).sum();
        agree(format!("server-{name}'s ending connections"), nginx.drained, ending)?;
        let counted = server.jobs.iter().filter(|(_, job)| job.counted.is_some()).count();
        agree(format!("server-{name}'s counted requests"), nginx.concurrent.total() as usize, counted)?;
        let passed = server.jobs.iter().filter(|(_, job)| job.upstream_open && job.attempt > 0);
        let active: u32 = nginx.group.active().sum();
        if active > passed.count() as u32 {
            return Err(format!("server-{name}'s nginx believes {active} requests at its applications"));
        }
        if nginx.running { Ok(()) } else { agree(format!("slots of server-{name}'s dead nginx"), nginx.slots(), 0) }
    }

    fn audit_holders(&self) -> Result<(), String> {
        let mut holders = BTreeMap::new();
        for (_, job) in self.servers.iter().flat_map(|server| server.jobs.iter()) {
            *holders.entry(job.request()).or_insert(0) += 1;
        }
        for (key, request) in self.requests.iter() {
            let there =
                holders.get(&key).copied().unwrap_or(0) + u8::from(!request.ended) + u8::from(request.stream.is_some());
            agree(format!("holders of request {}", request.ordinal), request.holders, there)?;
        }
        Ok(())
    }

    /// What every database holds against what was written, and what follows against whom it follows.
    fn audit_databases(&self, history: &History) -> Result<(), String> {
        for (index, node) in self.nodes.iter().enumerate() {
            let name = self.node_machine(index as u8);
            node.mysqld.audit(history).map_err(|what| format!("the database on {name}: {what}"))?;
            let tasks =
                self.machines[name.index()].cpu.each().filter(|task| matches!(task, Task::Statement(_))).count();
            agree(format!("transactions at work on {name}"), node.mysqld.at_work(), tasks)?;
            let Some(source) = node.mysqld.receiver.source.filter(|_| node.mysqld.running) else { continue };
            let source = &self.nodes[source as usize].mysqld;
            node.mysqld.audit_against(source).map_err(|what| format!("the database on {name}: {what}"))?;
        }
        Ok(())
    }
}
