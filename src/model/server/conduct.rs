//! What an application does with a described request ([`Errand`](crate::model::errand::Errand)): its worker waits, sends a
//! header and pieces of a body if it is told so, and ends. Workers, accept queue and connections are those of every page.

use super::job::JobState;
use super::nginx::pass::Reply;
use crate::engine::slab::Key;
use crate::engine::time::SimTime;
use crate::model::errand::{Conduct, Ending};
use crate::model::event::Event;
use crate::model::id::MachineId;
use crate::model::observation::{Cause, Observer, Stage};
use crate::model::request::at;
use crate::model::world::{Env, World};

/// The status of the header before a body that never comes.
const HEADER: u16 = 200;

impl World {
    /// What the application on this server is to do with a job, if that is described.
    fn conduct(&self, server: u8, key: Key) -> Option<Conduct> {
        let request = self.servers[server as usize].jobs.get(key)?.request();
        self.errand(request).and_then(|errand| errand.conduct_on(server))
    }

    /// A worker takes a job; gives whether it is one that is described, and then acts it out.
    #[inline(always)]
    pub(in crate::model) fn acts_out<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) -> bool {
        if self.errands.is_empty() {
            return false;
        }
        let Some(conduct) = self.conduct(server, key) else { return false };
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return false };
        (job.state, job.calls) = (JobState::Acting, 0);
        let request = job.request();
        self.see(request, |seen| seen.worked += 1);
        self.place(request, at(Stage::Worker, MachineId::of_server(server)), SimTime::NEVER, env);
        self.agenda.after(conduct.wait, Event::Act { server, job: key });
        true
    }

    /// A worker goes on with a described job.
    pub(in crate::model) fn act<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        let Some(conduct) = self.conduct(server, key) else { return };
        let Some(job) = self.servers[server as usize].jobs.get_mut(key) else { return };
        if job.state != JobState::Acting {
            return;
        }
        let acts = job.calls;
        job.calls = acts.saturating_add(1);
        let again = Event::Act { server, job: key };
        match conduct.ending {
            Ending::Answer(status) => self.page_over(server, key, Reply::Answer(status), None, env),
            Ending::Close => self.page_closed(server, key, env),
            Ending::Pieces { status, count, .. } if acts == count => {
                self.page_over(server, key, Reply::Answer(status), None, env)
            }
            Ending::Pieces { status, gap, .. } => {
                self.part_sent(server, key, status, env);
                self.agenda.after(gap, again);
            }
            Ending::Stall(lasts) if acts == 0 => {
                self.part_sent(server, key, HEADER, env);
                self.agenda.after(lasts, again);
            }
            Ending::Stall(_) => self.page_closed(server, key, env),
        }
    }

    /// A worker closes the connection of its job before the answer, or before the end of it.
    fn page_closed<O: Observer>(&mut self, server: u8, key: Key, env: &mut Env<O>) {
        self.page_over(server, key, Reply::Closed, Some(Cause::AppDied), env);
    }
}
