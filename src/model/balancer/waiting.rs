//! Waiting for a place: into the queues, out of them, and from one to another. No input comes here directly.

use super::Balancer;
use super::output::Output;
use super::stream::Phase;
use crate::engine::time::SimTime;

impl Balancer {
    /// Puts a stream that is nowhere at the end of the queue of `server`, which was chosen for it, or of the backend's.
    pub(super) fn queue_up(&mut self, now: SimTime, slot: u32, server: Option<u16>, out: &mut Vec<Output>) {
        let (queue, phase) = match server {
            None => (&mut self.queue, Phase::BackendQueue),
            Some(server) => (&mut self.pool[server].queue, Phase::ServerQueue),
        };
        queue.join(&mut self.streams, slot);
        self.streams[slot].phase = phase;
        match server {
            None => self.queued_max = self.queued_max.max(self.queue.len()),
            Some(server) => {
                let state = &mut self.pool[server];
                state.queued_max = state.queued_max.max(state.queue.len());
            }
        }
        self.arm(now, slot, self.config.timeouts.in_queue(), out);
    }

    /// Takes a waiting stream out of its queue, given to no server.
    pub(super) fn leave_queue(&mut self, slot: u32) {
        match (self.streams[slot].phase, self.streams[slot].server) {
            (Phase::BackendQueue, _) => {
                let place = self.queue.leave(&mut self.streams, slot);
                self.streams[slot].backend_queue += place;
            }
            (Phase::ServerQueue, Some(server)) => {
                let place = self.pool[server].queue.leave(&mut self.streams, slot);
                self.streams[slot].server_queue += place;
            }
            _ => {}
        }
    }

    /// Gives `server`'s free places to those that have waited longest, for it or for any server.
    ///
    /// HAProxy asks once whether the requests really open leave room, and then gives as many places away as those counted
    /// leave free. The two differ after [`Balancer::take_backlog`].
    #[inline(always)]
    pub(super) fn serve_waiting(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        let state = &self.pool[server];
        if state.limit != u32::MAX || !self.queue.is_empty() || !state.queue.is_empty() {
            self.serve_longest_waiting(now, server, out);
        }
    }

    fn serve_longest_waiting(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if self.pool[server].open >= self.pool.limit(server) {
            return;
        }
        while self.pool[server].served < self.pool.limit(server) {
            let own = self.pool[server].queue.first();
            let shared = self.queue.first().filter(|_| self.pool.is_in_use(server));
            let slot = match (own, shared) {
                (Some(own), Some(shared)) if self.rank(shared) < self.rank(own) => shared,
                (Some(slot), _) | (None, Some(slot)) => slot,
                (None, None) => break,
            };
            self.hand_over(slot, server);
            self.take_place(slot, server);
            self.connect(now, slot, server, out);
        }
    }

    /// Who is served first: the smaller priority class, then who has waited longer.
    fn rank(&self, slot: u32) -> (i32, u64) {
        let stream = &self.streams[slot];
        (stream.key.class, stream.ticket)
    }

    /// Takes a waiting stream out of its queue for `server`.
    fn hand_over(&mut self, slot: u32, server: u16) {
        if self.streams[slot].phase == Phase::BackendQueue {
            let place = self.queue.give(&mut self.streams, slot);
            self.streams[slot].backend_queue += place;
            if let Some(left) = self.streams[slot].left.take().filter(|left| *left != server) {
                self.note_choice(slot, Some(left), server);
            }
        } else {
            let place = self.pool[server].queue.give(&mut self.streams, slot);
            self.streams[slot].server_queue += place;
        }
    }

    /// A server that has come up takes what it has room for from the backend's queue.
    ///
    /// These requests are never counted in `served`, nor as taken from the queue: HAProxy 2.6's own over-commit, recorded.
    /// Such a server may have twice its limit open.
    pub(super) fn take_backlog(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if !self.pool.is_in_use(server) {
            return;
        }
        let room = self.pool.limit(server).saturating_sub(self.pool[server].served);
        for _ in 0..room {
            let Some(slot) = self.queue.first() else { break };
            self.leave_queue(slot);
            self.connect(now, slot, server, out);
        }
    }

    /// A server that is lost gives those that wait for it alone to the others, if redispatch is on; else they stay, and
    /// are even served by it as places come free (recorded).
    pub(super) fn redistribute(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if !self.config.redispatch.is_on() {
            return;
        }
        let mut moving = core::mem::take(&mut self.moving);
        moving.extend(self.pool[server].queue.iter(&self.streams));
        for slot in moving.drain(..) {
            self.leave_queue(slot);
            self.streams[slot].bound = false;
            self.dispatch(now, slot, out);
        }
        self.moving = moving;
    }
}
