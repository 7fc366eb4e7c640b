//! The name and state of each thing of the diagram in a line of words, for those who do not see it.

use super::{Disagreement, ailment, cut, disagreement, is_on, runs, trouble};
use crate::app::format;
use crate::app::selection::Selection;
use crate::app::texts::Texts;
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::snapshot::{AppView, DatabaseView, Role, Snapshot, WorkerView};

/// What a thing is called and how it is, in words.
pub fn label(snapshot: &Snapshot, thing: Selection, texts: &Texts) -> String {
    let parts = match thing {
        Selection::Target(Target::Machine(MachineId::CLIENT)) => clients(snapshot, texts),
        Selection::Target(Target::Machine(MachineId::BALANCER)) => balancer(snapshot, texts),
        Selection::Target(Target::Machine(machine)) => server(snapshot, machine, texts),
        Selection::Target(Target::Process(machine, process)) => process_parts(snapshot, machine, process, texts),
        Selection::Link(link) => link_parts(snapshot, link, texts),
    };
    parts.join(", ")
}

fn clients(snapshot: &Snapshot, texts: &Texts) -> Vec<String> {
    let offered = format::decimal(snapshot.offered_per_s);
    vec![texts.diagram.labels.clients(&offered, snapshot.ledger.in_flight())]
}

fn on_or_off(on: bool, texts: &Texts) -> String {
    if on { texts.diagram.labels.on() } else { texts.diagram.labels.off() }.to_owned()
}

fn balancer(snapshot: &Snapshot, texts: &Texts) -> Vec<String> {
    let Some(balancer) = &snapshot.balancer else { return Vec::new() };
    let up = balancer.servers.iter().filter(|server| server.up).count();
    let mut parts = vec![MachineId::BALANCER.to_string(), on_or_off(balancer.on, texts)];
    parts.extend(ailment(snapshot, Target::Machine(MachineId::BALANCER), texts));
    parts.extend(failing(snapshot, MachineId::BALANCER, texts));
    if balancer.on {
        parts.push(texts.diagram.state.servers_up(up, balancer.servers.len()));
    }
    parts
}

fn server(snapshot: &Snapshot, machine: MachineId, texts: &Texts) -> Vec<String> {
    let state = &texts.diagram.state;
    let mut parts = vec![machine.to_string()];
    if let Some((on, database)) = snapshot.database(machine).filter(|_| machine.as_database().is_some()) {
        parts.push(on_or_off(on, texts));
        parts.extend(ailment(snapshot, Target::Machine(machine), texts));
        parts.extend(on.then(|| role(database, texts).to_owned()));
    }
    let Some(index) = machine.as_server() else { return parts };
    let Some(view) = snapshot.servers.get(index) else { return parts };
    parts.push(on_or_off(view.on, texts));
    parts.extend(ailment(snapshot, Target::Machine(machine), texts));
    if let Some(belief) = snapshot.belief(index) {
        parts.push(match disagreement(snapshot, index) {
            Some(Disagreement::StillUp) => state.still_up().to_owned(),
            Some(Disagreement::StillDown) => state.still_down().to_owned(),
            None => state.haproxy_says(&belief.status),
        });
        parts.push(state.weight(belief.haproxy.weight));
        if belief.haproxy.queued > 0 {
            parts.push(state.queued(belief.haproxy.queued.into()));
        }
    }
    parts.extend(failing(snapshot, machine, texts));
    if view.on {
        parts.extend(workers(&view.app, texts));
        parts.extend(view.database.as_ref().map(|database| role(database, texts).to_owned()));
    }
    parts
}

/// The errors of a machine that has some.
fn failing(snapshot: &Snapshot, machine: MachineId, texts: &Texts) -> Option<String> {
    let errors = errors_per_s(snapshot, machine).filter(|errors| *errors > 0.0)?;
    Some(format!("{} {}", texts.inspector.machine.errors(), format::rate(errors)))
}

/// Requests that went unanswered in the last second because of a machine, where that is a balancer or a server.
pub fn errors_per_s(snapshot: &Snapshot, machine: MachineId) -> Option<f64> {
    match machine {
        MachineId::BALANCER => snapshot.balancer.as_ref().map(|view| view.errors_per_s),
        machine => super::server_view(snapshot, machine).map(|view| view.errors_per_s),
    }
}

/// Workers that do anything.
pub fn busy(app: &AppView) -> usize {
    app.workers.iter().filter(|worker| **worker != WorkerView::Idle).count()
}

fn workers(app: &AppView, texts: &Texts) -> Vec<String> {
    let state = &texts.diagram.state;
    let mut parts = vec![texts.diagram.labels.workers(busy(app), app.workers.len()), state.queue(app.queued as u64)];
    if app.dropped > 0 {
        parts.push(state.dropped(app.dropped as u64));
    }
    parts
}

fn role<'a>(database: &DatabaseView, texts: &'a Texts) -> &'a str {
    match database.promoted && database.role == Role::Primary {
        true => texts.diagram.state.promoted(),
        false => texts.diagram.state.role(database.role),
    }
}

fn process_parts(snapshot: &Snapshot, machine: MachineId, process: Process, texts: &Texts) -> Vec<String> {
    let state = &texts.diagram.state;
    let name = format!("{machine} {}", texts.diagram.process(process));
    let mut parts = vec![name];
    if is_on(snapshot, machine) == Some(false) {
        parts.push(on_or_off(false, texts));
        return parts;
    }
    if runs(snapshot, machine, process) == Some(false) {
        parts.push(texts.diagram.labels.killed().to_owned());
        return parts;
    }
    parts.extend(ailment(snapshot, Target::Process(machine, process), texts));
    let view = super::server_view(snapshot, machine);
    match process {
        Process::Haproxy => parts.extend(haproxy(snapshot, texts)),
        Process::Manager => parts.extend(manager(snapshot, texts)),
        Process::Nginx => parts.extend(view.map(|v| state.open(v.nginx.open as u64))),
        Process::App => {
            parts.extend(view.into_iter().flat_map(|v| workers(&v.app, texts)));
            parts.extend(view.into_iter().flat_map(|v| super::code::parts(snapshot, &v.app, texts)));
        }
        Process::Mysqld => {
            parts.extend(snapshot.database(machine).into_iter().flat_map(|(_, view)| database(view, texts)));
        }
    }
    parts
}

fn haproxy(snapshot: &Snapshot, texts: &Texts) -> Vec<String> {
    let Some(view) = &snapshot.balancer else { return Vec::new() };
    let labels = &texts.diagram.labels;
    let mut parts = vec![
        labels.balances(view.algorithm.keyword(), view.mode.keyword()),
        texts.diagram.state.queue(view.queued as u64),
    ];
    for (index, server) in view.servers.iter().enumerate() {
        parts.push(format!("{} {}", MachineId::server(index), server.status));
    }
    parts
}

/// What the manager knows and does, most pressing first.
pub fn manager(snapshot: &Snapshot, texts: &Texts) -> Vec<String> {
    let Some(view) = &snapshot.manager else { return Vec::new() };
    let state = &texts.diagram.state;
    let mut parts = Vec::new();
    parts.extend(view.promoting.map(|machine| state.promoting(machine)));
    parts.push(view.primary.map_or_else(|| state.no_primary().to_owned(), |machine| state.primary_is(machine)));
    parts.extend(view.misses.iter().filter(|(_, n)| *n > 0).map(|&(machine, n)| state.misses(machine, u64::from(n))));
    parts
}

fn database(view: &DatabaseView, texts: &Texts) -> Vec<String> {
    let (state, labels) = (&texts.diagram.state, &texts.diagram.labels);
    let mut parts = vec![role(view, texts).to_owned()];
    if view.read_only {
        parts.push(state.read_only().to_owned());
    }
    parts.push(labels.position(position(view)));
    if view.role == Role::Replica {
        parts.push(behind(view, texts));
    }
    if view.errant > 0 {
        parts.push(state.errant(view.errant));
    }
    parts
}

/// How far a database has come: what it has written itself, or applied of another's.
pub fn position(view: &DatabaseView) -> u64 {
    if view.role == Role::Replica { view.applied } else { view.written }
}

/// How far a replica is behind.
pub fn behind(view: &DatabaseView, texts: &Texts) -> String {
    let state = &texts.diagram.state;
    match view.lag_transactions {
        0 => state.in_step().to_owned(),
        n => state.lag(format::duration(view.lag), n),
    }
}

fn link_parts(snapshot: &Snapshot, link: LinkId, texts: &Texts) -> Vec<String> {
    let (state, labels) = (&texts.diagram.state, &texts.diagram.labels);
    let mut parts = vec![texts.diagram.link(link)];
    if let Some(held) = cut(snapshot, link) {
        parts.push(state.cut().to_owned());
        parts.push(state.held(held as u64));
        return parts;
    }
    parts.extend(trouble(snapshot, link, texts));
    let [one, other] = link.ends();
    match (one, other.as_server()) {
        (MachineId::BALANCER, Some(server)) => {
            let carried = snapshot.servers.get(server).map_or(0.0, |server| server.answered_per_s);
            parts.push(labels.carries(format::decimal(carried)));
        }
        (MachineId::CLIENT, _) => parts.push(labels.carries(format::decimal(snapshot.recent.arrived_per_s))),
        _ => {
            let ends = link.ends();
            let replicates =
                super::replications(snapshot).find(|(replica, source)| ends.contains(replica) && ends.contains(source));
            parts.extend(replicates.map(|(replica, source)| labels.replicates(replica, source)));
        }
    }
    parts
}
