//! The workload in NeXosim with as little of it as possible: one model that holds everything, so that no message is sent and
//! only the calendar of events is NeXosim's.

use crate::actors::now;
use crate::workload::{Chance, Loads, NANOS, Played, Responses, SECONDS, SERVERS, Streams};
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, EventSource, Output, SinkState, event_slot};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;

/// Balancer and servers. A request is when it came and how long it takes, in nanoseconds.
#[derive(Default, Serialize, Deserialize)]
pub struct Site {
    result: Output<Played>,
    /// The first of each queue is served.
    queues: [VecDeque<(u64, u64)>; SERVERS],
    #[serde(skip)]
    chance: Streams,
    #[serde(skip)]
    loads: Loads,
    #[serde(skip)]
    responses: Responses,
}

#[Model]
impl Site {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.await_arrival(context);
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), context: &Context<Self>) {
        let service = self.chance.service();
        let (server, is_idle) = self.loads.take();
        self.queues[server].push_back((now(context), service));
        if is_idle {
            Self::await_departure(server, service, context);
        }
        self.await_arrival(context);
    }

    #[nexosim(schedulable)]
    fn depart(&mut self, server: usize, context: &Context<Self>) {
        self.loads.release(server);
        if let Some((came, _)) = self.queues[server].pop_front() {
            self.responses.record(now(context) - came);
        }
        if let Some(&(_, service)) = self.queues[server].front() {
            Self::await_departure(server, service, context);
        }
    }

    /// Says what was measured.
    pub async fn report(&mut self) {
        self.result.send(self.responses.result()).await;
    }

    fn await_arrival(&mut self, context: &Context<Self>) {
        let gap = Duration::from_nanos(self.chance.gap().max(1));
        context.schedule_event(gap, schedulable!(Self::arrive), ()).expect("a time to come");
    }

    fn await_departure(server: usize, service: u64, context: &Context<Self>) {
        let service = Duration::from_nanos(service.max(1));
        context.schedule_event(service, schedulable!(Self::depart), server).expect("a time to come");
    }
}

/// Plays the workload.
///
/// # Errors
/// Whatever NeXosim complains of.
pub fn play() -> Result<Played, SimulationError> {
    let (mut site, mailbox) = (Site::default(), Mailbox::new());
    let mut bench = SimInit::with_num_threads(1);
    let report = EventSource::new().connect(Site::report, &mailbox).register(&mut bench);
    let (sink, mut result) = event_slot(SinkState::Enabled);
    site.result.connect_sink(sink);
    let mut run = bench.add_model(site, mailbox, "site").init(MonotonicTime::EPOCH)?;
    run.step_until(Duration::from_nanos(SECONDS * NANOS))?;
    run.process_event(&report, ())?;
    Ok(result.try_read().unwrap_or_default())
}
