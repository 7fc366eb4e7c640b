//! A world that a [`Meter`] watches. What a world does is generic over who watches, and what is generic is compiled where it is used: here it
//! is used once for all, so that it is compiled as this crate is.

use super::meter::Meter;
use crate::engine::time::SimTime;
use crate::model::command::Command;
use crate::model::config::Config;
use crate::model::world::{Env, World};

impl Env<'_, Meter> {
    /// A site in good order, at the start: see [`World::new`].
    pub fn begin(&mut self, config: Config) -> World {
        World::new(config, self)
    }

    /// Plays the events of a world up to `limit`, or until it has played `stop` events in all or has `most` requests in it; gives whether such an end came
    /// first.
    pub fn play(&mut self, world: &mut World, limit: SimTime, stop: u64, most: usize) -> bool {
        while world.step(limit, self) {
            if world.events() >= stop || world.requests().len() >= most {
                return true;
            }
        }
        false
    }

    /// A person acts in a world, now.
    pub fn command(&mut self, world: &mut World, command: &Command) {
        world.command(command, self);
    }
}
