//! Where users are logged in, and when they are not any more.
//!
//! A user's browser carries one session cookie. In an application's memory the session it names is known to that one process;
//! another server, or the same one started again, does not know it: the user must log in again. A shared store knows
//! it everywhere. Reading the session costs nothing of its own (chosen), and the store does not fail.

use super::config::{Preset, Sessions};
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
}

impl World {
    /// A worker begins a page: does it know the user's session? Who has none logs in, and has one from then on.
    pub(super) fn recall_session<O: Observer>(&mut self, server: u8, request: Key, env: &mut Env<O>) {
        let Some(ordinal) = self.requests.get(request).map(|request| request.ordinal) else { return };
        let user = self.clients.population.user(ordinal) as usize;
        if self.sessions.len() <= user {
            self.sessions.resize(self.config.clients.addresses.max(user as u32 + 1) as usize, Home::NOWHERE);
        }
        let here = match self.config.app.sessions {
            Sessions::Memory => Home::memory(server, self.servers[server as usize].app.epoch),
            Sessions::Shared => Home::STORE,
        };
        let before = core::mem::replace(&mut self.sessions[user], here);
        if before != here && before != Home::NOWHERE {
            let machine = MachineId::of_server(server);
            env.observer.observe(self.agenda.now(), Observation::SessionLost { machine });
        }
    }

    /// An application dies: the sessions in its memory are gone with it.
    pub(super) fn lose_sessions<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let users = self.logged_in(server);
        if users > 0 {
            self.note(Note::LoggedOut { machine: MachineId::of_server(server), users }, env);
        }
    }

    /// Users whose session is in the memory of this server's application.
    pub fn logged_in(&self, server: u8) -> u32 {
        let here = Home::memory(server, self.servers[server as usize].app.epoch);
        let site = self.config.preset != Preset::Queue;
        if site { self.sessions.iter().filter(|home| **home == here).count() as u32 } else { 0 }
    }
}
