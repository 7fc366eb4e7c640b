//! Reads a run off: the world, its history and its statistics become the plain values of a snapshot.

use super::Simulation;
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::series::Gauges;
use crate::model::balancer::{Doing, ServerIndex, Status};
use crate::model::config::Via;
use crate::model::deploy::Step;
use crate::model::id::MachineId;
use crate::model::mysql::history::History;
use crate::model::mysql::receiver::ReceiverState;
use crate::model::observation::{Kind, Stage};
use crate::model::request::Request;
use crate::model::server::Server;
use crate::model::server::code::Version;
use crate::model::server::job::{Job, JobState};
use crate::model::server::nginx::Nginx;
use crate::model::world::World;
use crate::snapshot::*;

/// Most lost transactions that a snapshot lists; their number is always exact.
const LOST_LISTED: usize = 500;

/// What a chart wants of an instant at which so many requests are in flight.
pub(super) fn gauges(world: &World, history: &History, now: SimTime, in_flight: u64) -> Gauges {
    let replicas = world.nodes().iter().enumerate().filter(|(_, node)| node.source().is_some() && node.mysqld.running);
    let lags = replicas.map(|(index, _)| world.behind(index, history, now));
    let (lag_s, lag_transactions) = lags.fold((0.0_f64, 0), |(seconds, count), (lag, transactions)| {
        (seconds.max(lag.as_seconds()), count.max(transactions))
    });
    Gauges {
        balancer_queue: if world.front().running { world.front().balancer.queued() } else { 0 },
        accept_queue: world.servers().iter().map(|server| server.app.station.waiting() as u32).sum(),
        in_flight: in_flight as u32,
        lag_s,
        lag_transactions,
    }
}

/// The run as a screen may see it.
pub(super) fn snapshot(run: &Simulation) -> Snapshot {
    let (world, history, meter, now) = (&run.world, &run.history, &run.meter, run.now);
    let site = world.config().site();
    let lost = world.reigning().map_or_else(Vec::new, |primary| history.lost(&primary.mysqld.log));
    let lost_count = lost.len() as u64;
    let named = |gtid| crate::snapshot::mysql::name(gtid, history, site);
    let lost = lost.into_iter().take(LOST_LISTED).map(|(gtid, transaction)| LostTransaction {
        machine: named(gtid).0,
        number: named(gtid).1,
        acknowledged: transaction.acknowledged,
        seen_by_client: transaction.seen <= now,
        row: transaction.changes.as_slice().first().map_or(0, |change| change.row),
    });
    let lost: Vec<LostTransaction> = lost.collect();
    let responses = meter.responses();
    Snapshot {
        now,
        events: world.events(),
        digest: world.digest(),
        preset: world.config().preset,
        offered_per_s: world.arrivals_per_s().unwrap_or(meter.recent().arrived_per_s),
        users: world.config().clients.users,
        balancer: world.config().preset.has_balancer().then(|| balancer(run)),
        servers: (0..world.servers().len()).map(|index| server(run, index)).collect(),
        databases: hosts(run),
        cut_links: world.cuts().iter().map(|cut| LinkView { link: cut.link, held: cut.held.len() }).collect(),
        frozen: world.frozen().iter().map(|one| (one.target, one.held.len())).collect(),
        slow: world.slow().to_vec(),
        troubles: world.troubles().to_vec(),
        manager: world.config().preset.has_manager().then(|| manager(world)),
        deploys: deploys(world),
        ledger: meter.ledger(),
        errors: meter.errors(),
        recent: meter.recent(),
        responses: responses.quantiles(),
        spread: responses.spread(),
        stale_reads: meter.stale_reads(),
        tried_again: meter.tried_again(),
        sessions_lost: meter.sessions_lost(),
        reads: meter.reads(),
        own_writes_missed: meter.own_writes_missed(),
        lost_count,
        lost,
        at_stake: super::mysql::at_stake(run),
        exposed: exposed(world, history, now),
    }
}

/// Acknowledged writes per second over the last five, times the way of a transaction to a replica.
fn exposed(world: &World, history: &History, now: SimTime) -> f64 {
    const SECONDS: u64 = 5;
    let Some(primary) = world.reigning() else { return 0.0 };
    let from = now.since(SimTime::ZERO + SimDuration::from_seconds(SECONDS));
    let log = &primary.mysqld.log;
    let mut position = log.len();
    let recent = |position| {
        let transaction = log.get(position).and_then(|gtid| history.get(gtid));
        transaction.is_some_and(|transaction| transaction.committed.since(SimTime::ZERO) >= from)
    };
    while position > 0 && recent(position) {
        position -= 1;
    }
    let seconds = now.as_seconds().min(SECONDS as f64);
    let network = &world.config().network;
    if seconds > 0.0 {
        (log.len() - position) as f64 / seconds * (network.lan + network.ship).as_seconds()
    } else {
        0.0
    }
}

fn utilization(run: &Simulation, machine: MachineId) -> f64 {
    run.pulse.utilization(machine.index())
}

fn errors_per_s(run: &Simulation, machine: MachineId) -> f64 {
    f64::from(run.meter.machine(machine).errors_last_second)
}

fn balancer(run: &Simulation) -> BalancerView {
    let world = &run.world;
    let front = world.front();
    let streams = front.sockets.iter().flatten();
    let connecting = streams.clone().filter(|socket| {
        matches!(front.balancer.doing(socket.stream), Some(Doing::Connecting { .. } | Doing::Pausing))
    });
    let backend = |index: usize| {
        let view = front.balancer.server(run.now, ServerIndex(index as u16))?;
        Some(BackendView {
            status: view.status.to_string(),
            up: !matches!(view.status, Status::Down | Status::GoingUp { .. } | Status::Maint),
            backup: view.backup,
            in_use: view.in_use,
            weight: view.weight,
            open: view.open as usize,
            checks: view.checks.iter().map(|result| result.passed()).collect(),
            served: view.counters.stot,
            connect_errors: view.counters.econ + view.counters.wretr + view.counters.wredis,
            haproxy: view,
            traffic: front.traffic[index + 1],
            rate: run.pulse.rate(index + 1),
            responses: run.meter.server_responses(MachineId::server(index)).quantiles(),
        })
    };
    BalancerView {
        on: world.machines()[MachineId::BALANCER.index()].on,
        running: front.running,
        utilization: utilization(run, MachineId::BALANCER),
        errors_per_s: errors_per_s(run, MachineId::BALANCER),
        algorithm: world.config().haproxy.algorithm,
        mode: world.config().haproxy.mode,
        open: streams.count(),
        queued: if front.running { front.balancer.queued() as usize } else { 0 },
        connecting: connecting.count(),
        servers: (0..world.servers().len()).filter_map(backend).collect(),
        backend: front.balancer.backend(),
        totals: front.balancer.frontend(),
        traffic: front.traffic[0],
        rate: run.pulse.rate(0),
    }
}

fn server(run: &Simulation, index: usize) -> ServerView {
    let world = &run.world;
    let machine = MachineId::server(index);
    let (server, state) = (&world.servers()[index], &world.machines()[machine.index()]);
    ServerView {
        machine,
        on: state.on,
        since: state.since,
        utilization: utilization(run, machine),
        nginx: NginxView {
            running: server.nginx.running,
            since: server.nginx.since,
            open: server.nginx.open as usize,
            slots: server.nginx.slots() as usize,
            slots_max: Nginx::slots_max(world.config()) as usize,
            status: super::nginx::status(server),
        },
        app: app(run, index),
        database: world.config().site().database_on(machine).map(|index| database(run, index)),
        answered_per_s: f64::from(run.meter.machine(machine).responses_last_second),
        errors_per_s: errors_per_s(run, machine),
    }
}

fn app(run: &Simulation, index: usize) -> AppView {
    let server = &run.world.servers()[index];
    let (app, counts) = (&server.app, server.app.counts);
    let dropped = server.jobs.iter().filter(|(_, job)| job.state == JobState::Dropped).count();
    // Where clients speak to the application itself, there is no connection before it is accepted.
    let knocking = |request: &Request| {
        !request.ended && request.place.stage == Stage::Dropped && request.place.machine == MachineId::server(index)
    };
    let direct = match run.world.config().clients.via {
        Via::Nginx => 0,
        Via::App => run.world.requests().iter().filter(|(_, request)| knocking(request)).count(),
    };
    AppView {
        running: app.running,
        since: app.since,
        stopping: app.stopping,
        workers: workers(run, index),
        occupancy: occupancy(run, index),
        queued: app.station.waiting().max(server.bare.waiting()),
        places: app.station.places(),
        dropped: dropped + direct,
        dropped_syns: counts.dropped,
        pool: PoolView {
            size: app.pool.size() as usize,
            open: app.pool.open() as usize,
            busy: app.pool.busy() as usize,
            waiting: app.pool.waiting(),
            starved: counts.starved,
            restarted: counts.restarted,
        },
        executed: counts.executed,
        abandoned: counts.abandoned,
        ended: counts.ended,
        version: app.code.version,
        older: older(server),
        files: app.files.version,
        pages: counts.pages,
        failed: counts.failed,
    }
}

/// Busy workers that run code from before the last load, by its version.
fn older(server: &Server) -> Vec<(Version, usize)> {
    let mut versions: Vec<(Version, usize)> = Vec::new();
    let jobs = server.jobs.iter().filter(|(_, job)| job.on_worker() && job.load != server.app.epoch);
    for (_, job) in jobs {
        let version = server.app.code_of(job.load).version;
        match versions.iter_mut().find(|(known, _)| *known == version) {
            Some((_, n)) => *n += 1,
            None => versions.push((version, 1)),
        }
    }
    versions
}

/// What the workers do, counted.
fn occupancy(run: &Simulation, index: usize) -> Occupancy {
    let server = &run.world.servers()[index];
    let count = |is_it: &dyn Fn(&Job) -> bool| server.jobs.iter().filter(|(_, job)| is_it(job)).count();
    let busy = count(&Job::on_worker).max(server.bare.busy() as usize);
    let (app, wanted) = (&run.world.config().app, &server.app);
    let ready = app.workers.saturating_sub(wanted.booting) as usize * app.threads as usize + wanted.old as usize;
    Occupancy {
        busy,
        idle: if wanted.running && !wanted.stopping { ready.saturating_sub(busy) } else { 0 },
        database: count(&|job| matches!(job.state, JobState::Calling { .. })),
        pool: count(&|job| job.state == JobState::Pooling),
        receiving: count(&|job| job.state == JobState::Receiving),
        waiting: count(&|job| job.state == JobState::Waiting),
        stuck: count(&|job| matches!(job.state, JobState::Stuck { .. })),
        old: wanted.old as usize,
        booting: wanted.booting as usize,
    }
}

fn deploys(world: &World) -> DeploysView {
    let deploys = world.deploys();
    DeploysView {
        newest: deploys.newest.version,
        highest: deploys.highest,
        previous: deploys.previous.map(|code| code.version),
        rollout: rollout(world),
    }
}

/// A deployment under way.
fn rollout(world: &World) -> Option<RolloutView> {
    let rollout = world.deploys().rollout.as_ref()?;
    let at = match rollout.step {
        Step::Next => None,
        Step::Draining(server) | Step::Loading(server) => Some(MachineId::server(server as usize)),
    };
    Some(RolloutView { version: rollout.code.version, strategy: rollout.strategy, at, left: rollout.left.len() })
}

/// The machines that have a database and nothing else.
fn hosts(run: &Simulation) -> Vec<HostView> {
    let site = run.world.config().site();
    let host = |index: usize| {
        let machine = site.home(index);
        let state = &run.world.machines()[machine.index()];
        let utilization = utilization(run, machine);
        HostView { machine, on: state.on, since: state.since, utilization, database: database(run, index) }
    };
    if site.is_apart() { (0..run.world.nodes().len()).map(host).collect() } else { Vec::new() }
}

/// The workers that work, in the order of their jobs, then the idle ones.
fn workers(run: &Simulation, index: usize) -> Vec<WorkerView> {
    let world = &run.world;
    let server = &world.servers()[index];
    let wanted = (world.config().app.workers * world.config().app.threads) as usize;
    let mut workers: Vec<WorkerView> = match server.nginx.running || server.app.running {
        _ if world.config().preset == crate::model::config::Preset::Queue => {
            let busy =
                server.bare.busy() as usize + world.machines()[MachineId::server(index).index()].cpu.jobs().min(wanted);
            vec![WorkerView::Read; busy]
        }
        _ => server
            .jobs
            .iter()
            .filter_map(|(_, job)| match job.state {
                JobState::Calling { .. } | JobState::Pooling | JobState::Receiving => Some(WorkerView::Waiting),
                JobState::Waiting | JobState::Stuck { .. } => Some(WorkerView::Waiting),
                JobState::Working => {
                    let kind = world.requests().get(job.request()).map(|request| request.kind);
                    Some(if kind == Some(Kind::Write) { WorkerView::Write } else { WorkerView::Read })
                }
                _ => None,
            })
            .collect(),
    };
    workers.resize(workers.len().max(wanted), WorkerView::Idle);
    workers
}

fn database(run: &Simulation, index: usize) -> DatabaseView {
    let node = &run.world.nodes()[index];
    let reigning = run.world.reigning();
    let (lag, lag_transactions) = run.world.behind(index, &run.history, run.now);
    let mysqld = &node.mysqld;
    let role = match node.source() {
        Some(_) => Role::Replica,
        None if mysqld.read_only => Role::Out,
        None => Role::Primary,
    };
    let source = node.source().map(|source| SourceView {
        machine: run.world.config().site().home(source as usize),
        connected: mysqld.receiver.state == ReceiverState::Connected,
    });
    DatabaseView {
        running: node.is_up(),
        since: mysqld.since,
        role,
        read_only: mysqld.read_only,
        source,
        written: mysqld.log.len(),
        received: mysqld.received_position(),
        applied: mysqld.visible,
        lag,
        lag_transactions,
        errant: reigning.map_or(0, |primary| mysqld.log.beyond(&primary.mysqld.log)),
        promoted: node.promoted,
        status: super::mysql::status(run, node),
    }
}

fn manager(world: &World) -> ManagerView {
    let manager = world.manager();
    let site = world.config().site();
    let machine = |node: u8| site.home(node as usize);
    let misses = manager.known.iter().enumerate().map(|(node, known)| (site.home(node), known.misses));
    ManagerView {
        running: manager.running,
        failover: world.config().manager.failover,
        primary: manager.primary.map(machine),
        misses: misses.collect(),
        promoting: manager.promotion.map(|promotion| machine(promotion.candidate)),
    }
}
