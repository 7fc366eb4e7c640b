//! The worker processes of nginx: a reload replaces them without loss, and one that is killed takes its connections with it.

use super::super::job::{Job, Origin};
use super::Nginx;
use super::group::Group;
use crate::engine::slab::{Key, Slab};
use crate::model::check::CLOSED;
use crate::model::command::WorkerOrder;
use crate::model::id::{MachineId, Process, Target};
use crate::model::note::{Note, Refused};
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

/// Whether nginx has a connection for this job.
fn is_connected(job: &Job) -> bool {
    !matches!(job.origin, Origin::Pass { .. }) && (job.client_open || job.upstream_open)
}

impl Nginx {
    /// The generations of its worker processes, oldest first: those that a reload has told to end and that still have a
    /// connection, and the present one.
    pub fn generations(&self, jobs: &Slab<Job>) -> Vec<u16> {
        let mut generations: Vec<u16> =
            jobs.iter().filter(|(_, job)| is_connected(job)).map(|(_, job)| job.epoch).collect();
        generations.push(self.epoch);
        crate::engine::sort::by_key(&mut generations, |epoch| *epoch);
        generations.dedup();
        generations
    }
}

impl World {
    /// A person tells the master process of an nginx something.
    pub(in crate::model) fn order_workers<O: Observer>(&mut self, server: usize, order: WorkerOrder, env: &mut Env<O>) {
        let machine = MachineId::server(server);
        let target = Target::Process(machine, Process::Nginx);
        if let Some(refusal) = self.cannot_crash(target) {
            return self.note(Note::CommandRefused(refusal), env);
        }
        if self.is_frozen(machine, Process::Nginx) {
            return self.note(Note::CommandRefused(Refused::AlreadyFrozen(target)), env);
        }
        self.note(Note::Workers(machine, order), env);
        match order {
            WorkerOrder::Reload => self.reload_nginx(server as u8),
            WorkerOrder::KillWorker => self.kill_worker(server as u8, env),
        }
    }

    /// SIGHUP: workers with the configuration as it is take all that comes from now on; the old ones end what they have. Zones of
    /// shared memory (limits, cache) stay; what a worker knew of a group does not.
    fn reload_nginx(&mut self, server: u8) {
        self.close_lines(server, true, |_| true);
        let group = Group::new(&self.config, server as usize);
        let state = &mut self.servers[server as usize];
        for key in state.jobs.keys() {
            if let Some(job) = state.jobs.get_mut(key) {
                job.special = true;
            }
        }
        let nginx = &mut state.nginx;
        nginx.spare.clear();
        nginx.group = group;
        nginx.epoch = nginx.epoch.wrapping_add(1);
        nginx.drained = nginx.open + nginx.upstream;
    }

    /// SIGKILL of one worker process of `cores`: its connections are gone without a word. The master starts another one at once,
    /// and meanwhile the kernel keeps what comes (recorded: 2 to 5 ms, which is nothing here).
    fn kill_worker<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let cores = self.config.cores.max(1);
        // Connections are dealt out to the workers in turn (chosen: in fact who is idle first takes the next).
        let is_its = |key: Key| key.index.is_multiple_of(cores);
        for key in self.servers[server as usize].jobs.keys() {
            let Some(job) = self.servers[server as usize].jobs.get(key).copied() else { continue };
            if !is_connected(&job) || !is_its(key) {
                continue;
            }
            if job.client_open {
                self.send_answer(server, job.origin, job.deaf, CLOSED, env);
            }
            self.close_connections(server, key, env);
        }
        self.close_lines(server, true, is_its);
        let nginx = &mut self.servers[server as usize].nginx;
        let lost = nginx.spare.len() / cores as usize;
        nginx.spare.drain(..lost);
    }
}
