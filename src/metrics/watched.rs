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

    /// Plays the events of a world: see [`World::play`].
    pub fn play(&mut self, world: &mut World, limit: SimTime, stop: u64, most: usize) -> bool {
        world.play(limit, stop, most, self)
    }

    /// A person acts in a world, now.
    pub fn command(&mut self, world: &mut World, command: &Command) {
        world.command(command, self);
    }
}
