//! A server that comes up takes its whole weight only after a while (`slowstart`), second by second (HAProxy 2.6, recorded).

use super::Balancer;
use super::output::{Output, ServerIndex};
use super::server::WEIGHT_SCALE;
use crate::engine::time::{SimDuration, SimTime};

impl Balancer {
    /// A server has come up or left maintenance: where it has a slow start, that begins.
    pub(super) fn begin_warmup(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        if self.pool[server].slowstart_seconds() > 0 {
            self.pool[server].warm_since = Some(now);
            self.warm(now, server, out);
        }
    }

    /// A second of a slow start is over. Ignored where none is under way.
    pub fn warmup_due(&mut self, now: SimTime, server: ServerIndex, out: &mut Vec<Output>) {
        let Some(server) = self.known(server) else { return };
        if self.pool[server].warm_since.is_some() {
            self.warm(now, server, out);
        }
    }

    /// The weight and the limit that the server has reached by now.
    fn warm(&mut self, now: SimTime, server: u16, out: &mut Vec<Output>) {
        let dynamic = !self.config.is_static();
        let state = &mut self.pool[server];
        let Some(since) = state.warm_since else { return };
        let (whole, passed) = (state.slowstart_seconds(), (now.since(since).as_nanos() / 1_000_000_000) as u32);
        let (was_usable, before) = (state.usable, state.effective_weight);
        if passed >= whole {
            (state.warm_since, state.ramp) = (None, 100);
            state.effective_weight = state.weight * WEIGHT_SCALE;
        } else {
            state.ramp = 100 * passed / whole;
            let steps = if dynamic { (WEIGHT_SCALE * passed + whole) / whole } else { WEIGHT_SCALE };
            state.steps = steps;
            state.effective_weight = state.weight * steps;
            let next = since + SimDuration::SECOND * u64::from(passed + 1);
            out.push(Output::ArmWarmup { server: ServerIndex(server), after: next.since(now) });
        }
        let changed = self.pool[server].effective_weight != before;
        if was_usable && changed {
            self.pool.reweigh();
            self.balance.reweighed(&self.pool, server);
        }
    }
}
