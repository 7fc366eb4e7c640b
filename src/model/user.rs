//! The users of a closed workload: each thinks, asks, waits for the answer, and thinks again. However slow the site is, no more
//! requests are under way than there are users.

use super::event::Event;
use super::observation::Observer;
use super::population::CLOSED;
use super::world::{Env, World};
use crate::engine::rng::{Concern, Draws};

/// One user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// How often he has thought: tells his present thought from outdated ones.
    pub nth: u32,
    /// Whether he thinks or waits for an answer; else he has left.
    pub active: bool,
}

/// The key of the draws of a user's nth request.
const fn ordinal(user: u32, nth: u32) -> u64 {
    CLOSED | (user as u64) << 32 | nth as u64
}

impl World {
    /// So many users take part from now on. Those who are there go on; those who come think first.
    pub(super) fn begin_users(&mut self, users: u32) {
        let known = self.clients.users.len().max(users as usize);
        self.clients.users.resize(known, User::default());
        for user in 0..users {
            if !core::mem::replace(&mut self.clients.users[user as usize].active, true) {
                self.think(user);
            }
        }
    }

    /// A user thinks; or leaves, where there are to be fewer.
    #[inline(never)]
    fn think(&mut self, user: u32) {
        let clients = &self.config.clients;
        let Some(state) = self.clients.users.get_mut(user as usize) else { return };
        if user >= clients.users {
            state.active = false;
            return;
        }
        state.nth = state.nth.wrapping_add(1);
        let nth = state.nth;
        let pause = clients.think.sample(&mut Draws::keyed(self.config.seed, Concern::Think, ordinal(user, nth)));
        self.agenda.after(pause, Event::UserReady { user, nth });
    }

    /// A user has thought enough.
    pub(super) fn user_ready<O: Observer>(&mut self, user: u32, nth: u32, env: &mut Env<O>) {
        let leaves = user >= self.config.clients.users;
        let Some(state) = self.clients.users.get_mut(user as usize).filter(|state| state.nth == nth) else { return };
        state.active = !leaves;
        if !leaves {
            self.begin(ordinal(user, nth), env);
        }
    }

    /// A request has ended for its client: if that is a user of the closed workload, he thinks.
    pub(super) fn user_answered(&mut self, ordinal: u64) {
        if ordinal & CLOSED != 0 {
            self.think((ordinal >> 32) as u32 & !(1 << 31));
        }
    }
}
