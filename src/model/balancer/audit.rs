//! A recount of everything that is counted along the way, from the streams themselves. For tests and debug builds.

use super::Balancer;
use super::stream::{Phase, Stream};

impl Balancer {
    /// Recounts load, queues and positions.
    ///
    /// # Errors
    /// Names the first thing that does not agree: a bug in the balancer.
    pub fn audit(&self) -> Result<(), String> {
        let count = |what: &dyn Fn(&Stream) -> bool| self.streams.iter().filter(|&stream| what(stream)).count() as u32;
        same("streams", count(&|_| true), self.streams.len())?;
        same("requests counted in all", count(&|stream| stream.holds_place), self.pool.served)?;
        same("load", count(&|stream| stream.phase != Phase::Receiving), self.pool.load)?;
        same("in the backend's queue", count(&|stream| stream.phase == Phase::BackendQueue), self.queue.len())?;
        same("linked in the backend's queue", self.queue.iter(&self.streams).count() as u32, self.queue.len())?;
        for (place, server) in self.pool.iter() {
            let of = |stream: &Stream| stream.server == Some(place);
            same("open", count(&|stream| of(stream) && stream.is_open()), server.open)?;
            same("served", count(&|stream| of(stream) && stream.holds_place), server.served)?;
            let queued = count(&|stream| of(stream) && stream.phase == Phase::ServerQueue);
            same("in a server's queue", queued, server.queue.len())?;
            same("linked in a server's queue", server.queue.iter(&self.streams).count() as u32, server.queue.len())?;
            if server.usable != server.may_be_chosen() {
                return Err(format!("server {place} kept as usable {}, but its state says otherwise", server.usable));
            }
        }
        self.balance.audit(&self.pool)
    }
}

fn same(what: &str, counted: u32, kept: u32) -> Result<(), String> {
    if counted == kept { Ok(()) } else { Err(format!("{what}: {counted} counted, {kept} kept")) }
}
