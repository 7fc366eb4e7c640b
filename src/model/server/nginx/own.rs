//! The way from nginx to the application on its own machine: the accept queue, and SYNs that it drops.

use super::super::job::{JobState, Origin};
use super::pass::Reply;
use crate::engine::slab::Key;
use crate::engine::station::Offer;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer, Stage};
use crate::model::request::at;
use crate::model::world::{Env, World};

/// A dropped SYN is sent again every second at first, this often (Linux, `tcp_syn_linear_timeouts`), then ever later.
const LINEAR_SYNS: u8 = 4;

/// How long a kernel waits before it sends a dropped SYN again that it has sent again so often already.
pub(in crate::model) fn syn_pause(tries: u8) -> SimDuration {
    let doublings = tries.saturating_sub(LINEAR_SYNS - 1).min(6);
    SimDuration::SECOND * (1 << doublings)
}

impl World {
    /// The kernel puts a connection of nginx into the accept queue, or drops its SYN.
    pub(super) fn offer<O: Observer>(&mut self, server: u8, key: Key, tries: u8, env: &mut Env<O>) {
        let state = &mut self.servers[server as usize];
        let offer = state.app.station.offer(key);
        let Some(job) = state.jobs.get_mut(key) else { return };
        let request = job.request();
        let machine = MachineId::of_server(server);
        let (dropped, passed) = (job.state == JobState::Dropped, matches!(job.origin, Origin::Pass { .. }));
        if offer != Offer::Full {
            if passed {
                self.tell_connected(server, key);
            } else if dropped {
                // Connected at last: from now on nginx waits for the answer.
                self.read_limit(server, key);
            }
        }
        match offer {
            Offer::Taken => self.start_page(server, key, env),
            Offer::Queued => {
                self.set_state(server, key, JobState::Queued);
                self.place(request, at(Stage::Accept, machine), SimTime::NEVER, env);
            }
            Offer::Full => {
                if !dropped {
                    self.set_state(server, key, JobState::Dropped);
                    if !passed && self.config.nginx.connect_timeout.is_some() {
                        self.connect_limit(server, key);
                    }
                    self.place(request, at(Stage::Dropped, machine), SimTime::NEVER, env);
                }
                self.servers[server as usize].app.counts.dropped += 1;
                self.agenda
                    .after(syn_pause(tries), Event::SynAgain { server, job: key, tries: tries.saturating_add(1) });
            }
        }
    }

    fn set_state(&mut self, server: u8, key: Key, state: JobState) {
        if let Some(job) = self.servers[server as usize].jobs.get_mut(key) {
            job.state = state;
        }
    }

    /// The kernel sends a dropped SYN again.
    pub(in crate::model) fn syn_again<O: Observer>(&mut self, server: u8, key: Key, tries: u8, env: &mut Env<O>) {
        let state = &self.servers[server as usize];
        match state.jobs.get(key) {
            Some(job) if job.state == JobState::Dropped && !state.app.running => {
                self.app_reply(server, key, Reply::Refused, Some(Cause::AppRefused), env);
            }
            Some(job) if job.state == JobState::Dropped => self.offer(server, key, tries, env),
            _ => {}
        }
    }
}
