//! Bytes that pass through HAProxy, as its statistics count them: at the frontend, and at each server.

use super::balancer::Ending;
use super::observation::Kind;
use super::uri::{ERROR_BYTES, REQUEST_BYTES, answer_bytes};
use super::world::World;
use crate::engine::slab::Key;

/// Bytes in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes of requests (`bin`).
    pub requests: u64,
    /// Bytes of answers (`bout`).
    pub answers: u64,
}

impl World {
    /// A request has reached HAProxy, or goes on to the server with this index.
    pub(super) fn count_request(&mut self, server: Option<u8>) {
        let place = server.map_or(0, |server| usize::from(server) + 1);
        self.front.traffic[place].requests += REQUEST_BYTES;
    }

    /// HAProxy sends its client an answer: a server's, or one of its own.
    pub(super) fn count_answer(&mut self, key: Key, ending: &Ending) {
        let Some(request) = self.requests.get(key) else { return };
        let page =
            if request.kind == Kind::Static { self.clients.population.page(request.ordinal) } else { request.page };
        let bytes = if ending.status == 200 { answer_bytes(request.kind, page) } else { ERROR_BYTES };
        self.front.traffic[0].answers += bytes;
        if let Some(server) = ending.answered_by() {
            self.front.traffic[server.index() + 1].answers += bytes;
        }
    }
}
