//! The workload in NeXosim as its book has it: a model for the balancer and one for each server, joined by ports. A request
//! is a message to a server, its answer a message back.

use crate::workload::{Chance, Loads, NANOS, Played, Responses, SECONDS, SERVERS, Streams};
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, EventSource, Output, SinkState, event_slot};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;

/// A request: when it came and how long it takes, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Request {
    came: u64,
    service: u64,
}

/// Nanoseconds since the start.
pub fn now<M: Model>(context: &Context<M>) -> u64 {
    context.time().duration_since(MonotonicTime::EPOCH).as_nanos() as u64
}

/// Lets requests arrive, chooses their servers and measures their answers.
#[derive(Default, Serialize, Deserialize)]
pub struct Balancer {
    servers: Vec<Output<Request>>,
    result: Output<Played>,
    #[serde(skip)]
    chance: Streams,
    #[serde(skip)]
    loads: Loads,
    #[serde(skip)]
    responses: Responses,
}

#[Model]
impl Balancer {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.await_arrival(context);
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>) {
        let request = Request { came: now(context), service: self.chance.service() };
        let (server, _) = self.loads.take();
        self.servers[server].send(request).await;
        self.await_arrival(context);
    }

    /// A server has answered.
    pub fn answered(&mut self, (server, came): (usize, u64), context: &Context<Self>) {
        self.loads.release(server);
        self.responses.record(now(context) - came);
    }

    /// Says what was measured.
    pub async fn report(&mut self) {
        self.result.send(self.responses.result()).await;
    }

    fn await_arrival(&mut self, context: &Context<Self>) {
        let gap = Duration::from_nanos(self.chance.gap().max(1));
        context.schedule_event(gap, schedulable!(Self::arrive), ()).expect("a time to come");
    }
}

/// One worker with its queue.
#[derive(Default, Serialize, Deserialize)]
pub struct Server {
    index: usize,
    answer: Output<(usize, u64)>,
    waiting: VecDeque<Request>,
    served: Option<Request>,
}

#[Model]
impl Server {
    /// A request comes.
    pub fn request(&mut self, request: Request, context: &Context<Self>) {
        match self.served {
            Some(_) => self.waiting.push_back(request),
            None => self.serve(request, context),
        }
    }

    #[nexosim(schedulable)]
    async fn finish(&mut self, _: (), context: &Context<Self>) {
        if let Some(request) = self.served.take() {
            self.answer.send((self.index, request.came)).await;
        }
        if let Some(next) = self.waiting.pop_front() {
            self.serve(next, context);
        }
    }

    fn serve(&mut self, request: Request, context: &Context<Self>) {
        self.served = Some(request);
        let service = Duration::from_nanos(request.service.max(1));
        context.schedule_event(service, schedulable!(Self::finish), ()).expect("a time to come");
    }
}

/// Plays the workload on one thread: with more it takes longer, for only one thing happens at a time.
///
/// # Errors
/// Whatever NeXosim complains of.
pub fn play() -> Result<Played, SimulationError> {
    let (mut balancer, balancer_box) = (Balancer::default(), Mailbox::new());
    let mut bench = SimInit::with_num_threads(1);
    let report = EventSource::new().connect(Balancer::report, &balancer_box).register(&mut bench);
    let (sink, mut result) = event_slot(SinkState::Enabled);
    balancer.result.connect_sink(sink);
    for index in 0..SERVERS {
        let (mut server, server_box) = (Server { index, ..Server::default() }, Mailbox::new());
        server.answer.connect(Balancer::answered, &balancer_box);
        let mut port = Output::default();
        port.connect(Server::request, &server_box);
        balancer.servers.push(port);
        bench = bench.add_model(server, server_box, &format!("server-{index}"));
    }
    let mut run = bench.add_model(balancer, balancer_box, "balancer").init(MonotonicTime::EPOCH)?;
    run.step_until(Duration::from_nanos(SECONDS * NANOS))?;
    run.process_event(&report, ())?;
    Ok(result.try_read().unwrap_or_default())
}
