//! Where users are logged in, and when they are not any more.
//!
//! A user's browser carries one session cookie. In an application's memory the session it names is known to that one process;
//! another server, or the same one started again, does not know it: the user must log in again. A shared store knows
//! it everywhere. Reading the session costs nothing of its own (chosen), and the store does not fail.

use super::config::{Preset, Sessions};
use super::diary::Happening;
use super::id::MachineId;
use super::note::Note;
use super::observation::{Observation, Observer};
use super::world::{Env, World};
use crate::engine::slab::Key;

/// Where one user's session is, in two bytes, as there may be 65,536 users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Home(u16);

impl Home {
    /// Not logged in yet.
    const NOWHERE: Home = Home(0);
    /// In the shared store.
    const STORE: Home = Home(1);

    /// In the memory of a server's application since its start with this number.
    fn memory(server: u8, epoch: u32) -> Home {
        Home((epoch as u16 & 0xff) << 8 | (u16::from(server) + 2))
    }

    /// The server in whose memory it is, if it is in one's.
    fn server(self) -> Option<usize> {
        usize::from(self.0 & 0xff).checked_sub(2)
    }
}

impl World {
    /// A worker begins a page: does it know the user's session? Who has none logs in, and has one from then on.
    pub(super) fn recall_session<O: Observer>(&mut self, server: u8, request: Key, env: &mut Env<O>) {
        let numbers = self.requests.get(request).map(|request| (request.ordinal, request.number));
        let Some((ordinal, number)) = numbers else { return };
        let user = self.clients.population.user(ordinal) as usize;
        if self.sessions.len() <= user {
            self.sessions.resize(self.config.clients.addresses.max(user as u32 + 1) as usize, Home::NOWHERE);
        }
        let here = match self.config.app.sessions {
            Sessions::Memory => Home::memory(server, self.servers[server as usize].app.epoch),
            Sessions::Shared => Home::STORE,
        };
        let before = core::mem::replace(&mut self.sessions[user], here);
        if before == here {
            return;
        }
        let machine = MachineId::of_server(server);
        if before != Home::NOWHERE {
            env.observer.observe(self.agenda.now(), Observation::SessionLost { machine });
        }
        if self.is_followed(ordinal, env) {
            let what = match before {
                Home::NOWHERE => Happening::LoggedIn { machine: here.server().map(MachineId::server) },
                before => {
                    let held = before.server().map(MachineId::server);
                    Happening::LoggedOut { machine, held, gone: held.is_some() && !self.is_known(before) }
                }
            };
            self.befall(number, what, env);
        }
    }

    /// An application dies: the sessions in its memory are gone with it.
    pub(super) fn lose_sessions<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let users = self.logged_in(server);
        if users > 0 {
            self.note(Note::LoggedOut { machine: MachineId::of_server(server), users }, env);
        }
    }

    /// Whether a session is still where it was.
    fn is_known(&self, home: Home) -> bool {
        home.server().is_none_or(|server| {
            let app = &self.servers[server].app;
            app.running && home == Home::memory(server as u8, app.epoch)
        })
    }

    /// A client whose session was in the memory of an application that is gone: the first from this rank on, else the last before it.
    pub(super) fn logged_out(&self, from: u32) -> Option<u32> {
        let clients = self.sessions.len() as u32;
        let from = from.min(clients);
        (from..clients).chain((0..from).rev()).find(|client| !self.is_known(self.sessions[*client as usize]))
    }

    /// Users whose session is in the memory of this server's application.
    pub fn logged_in(&self, server: u8) -> u32 {
        let here = Home::memory(server, self.servers[server as usize].app.epoch);
        let site = self.config.preset != Preset::Queue;
        if site { self.sessions.iter().filter(|home| **home == here).count() as u32 } else { 0 }
    }
}
