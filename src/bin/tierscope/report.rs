//! What came of a run, as programs read it: the keys and units are a contract. Times are in seconds.

use crate::app::App;
use crate::errors::{Errors, by_machine, node};
use serde::Serialize;
use tierscope::app::narrate;
use tierscope::app::texts::Texts;
use tierscope::engine::time::SimTime;
use tierscope::metrics::histogram::Histogram;
use tierscope::metrics::ledger::Ledger;
use tierscope::model::config::{Discipline, Preset};
use tierscope::model::id::MachineId;
use tierscope::model::mysql::error::SqlError;
use tierscope::model::observation::{Kind, Stage};
use tierscope::simulation::Simulation;
use tierscope::snapshot::{DatabaseView, Role, Snapshot};

/// A run.
#[derive(Debug, Serialize)]
pub struct Report {
    pub query: String,
    pub seed: u64,
    pub sim_s: f64,
    pub wall_s: f64,
    pub events: u64,
    pub digest: String,
    pub ledger: Account,
    pub response_s: Times,
    pub classes: Classes,
    pub servers: Vec<Server>,
    pub database: Vec<Database>,
    pub lost_transactions: u64,
    pub lost: Vec<Lost>,
    pub stale_reads: u64,
    /// Reads at databases that lacked the reader's own last write.
    pub own_writes_missed: u64,
    /// Attempts of clients beyond the first.
    pub tried_again: u64,
    /// Pages whose user was no longer logged in at the server that answered.
    pub sessions_lost: u64,
    pub errors: Vec<Errors>,
    pub log: Vec<Entry>,
}

/// Every request accounted for.
#[derive(Debug, Serialize)]
pub struct Account {
    pub arrived: u64,
    pub answered: u64,
    pub refused: u64,
    pub failed: u64,
    pub timed_out: u64,
    pub in_flight: u64,
}

/// Response times of answered requests.
#[derive(Debug, Serialize)]
pub struct Times {
    pub n: u64,
    pub mean: f64,
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    pub max: f64,
}

/// Response times by what was asked for.
#[derive(Debug, Serialize)]
pub struct Classes {
    pub r#static: Times,
    pub read: Times,
    pub write: Times,
}

/// A server.
#[derive(Debug, Serialize)]
pub struct Server {
    pub name: String,
    /// HAProxy's text; empty where there is no HAProxy.
    pub status: String,
    /// Requests that were sent to it, or that it answered where there is no HAProxy.
    pub served: u64,
    /// Unanswered requests whose end was decided here, or on the way here.
    pub errors: u64,
    /// Share of its cores (of its workers, in a bare queue) that was at work, 0 to 1.
    pub utilization: f64,
    /// Most requests that waited for a worker.
    pub queue_max: u32,
    pub app: App,
}

/// A database.
#[derive(Debug, Serialize)]
pub struct Database {
    pub name: String,
    pub role: &'static str,
    pub written: u64,
    pub received: u64,
    pub applied: u64,
    /// Age of the oldest transaction of the primary that readers here do not see.
    pub lag_s: f64,
    pub lag_transactions: u64,
    /// `Seconds_Behind_Source`, as the server computes it; null where a thread does not run.
    pub seconds_behind: Option<u64>,
    /// `Replica_IO_Running` and `Replica_SQL_Running`.
    pub io: &'static str,
    pub sql: &'static str,
    pub last_io_errno: u16,
    pub last_sql_errno: u16,
    pub gtid_executed: String,
    /// Transactions that the primary does not have.
    pub errant: u64,
    /// Rows whose readers here see something else than at the primary.
    pub rows_differing: usize,
    /// Writes acknowledged here that the primary does not have.
    pub lost: u64,
    pub reads: u64,
    pub stale_reads: u64,
    /// Reads here that lacked the reader's own last write.
    pub own_writes_missed: u64,
    /// Calls that were answered with an error, by its number.
    pub errors: Vec<ErrorNumber>,
    /// Share of its machine's cores that was at work, 0 to 1.
    pub utilization: f64,
}

/// How often an error was answered.
#[derive(Debug, Serialize)]
pub struct ErrorNumber {
    pub errno: u16,
    pub n: u64,
}

/// An acknowledged write that is lost.
#[derive(Debug, Serialize)]
pub struct Lost {
    /// The database that acknowledged it, and its number among all that this one wrote.
    pub gtid: String,
    pub row: u32,
    pub acked_s: f64,
    pub seen_by_client: bool,
}

/// A line of the event log.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub t_s: f64,
    pub kind: &'static str,
    pub node: String,
    pub text: String,
}

impl Report {
    /// What came of `simulation` so far, the run of the link `query`, played in `wall_s`.
    pub fn of(query: String, simulation: &Simulation, wall_s: f64) -> Report {
        let snapshot = simulation.snapshot();
        let meter = simulation.meter();
        let scenario = simulation.scenario();
        let of_kind = |kind| Times::of(meter.response(kind));
        let stories = narrate::stories(Texts::english(), simulation.log(), &scenario.commands);
        Report {
            query,
            seed: scenario.config.seed,
            sim_s: snapshot.now.as_seconds(),
            wall_s,
            events: snapshot.events,
            digest: format!("{:016x}", snapshot.digest),
            ledger: Account::of(&snapshot.ledger),
            response_s: Times::of(&meter.responses()),
            classes: Classes {
                r#static: of_kind(Kind::Static),
                read: of_kind(Kind::Read),
                write: of_kind(Kind::Write),
            },
            servers: (0..snapshot.servers.len()).map(|index| Server::of(simulation, &snapshot, index)).collect(),
            database: snapshot
                .each_database()
                .map(|(machine, _, view)| Database::of(simulation, machine, view))
                .collect(),
            lost_transactions: snapshot.lost_count,
            lost: snapshot
                .lost
                .iter()
                .map(|lost| Lost {
                    gtid: format!("{}:{}", lost.machine, lost.number),
                    row: lost.row,
                    acked_s: lost.acknowledged.as_seconds(),
                    seen_by_client: lost.seen_by_client,
                })
                .collect(),
            stale_reads: snapshot.stale_reads,
            own_writes_missed: snapshot.own_writes_missed,
            tried_again: snapshot.tried_again,
            sessions_lost: snapshot.sessions_lost,
            errors: by_machine(&snapshot.errors),
            log: stories
                .into_iter()
                .map(|story| Entry { t_s: story.at.as_seconds(), kind: story.kind, node: story.node, text: story.text })
                .collect(),
        }
    }
}

impl Account {
    fn of(ledger: &Ledger) -> Account {
        let Ledger { arrived, answered, refused, failed, timed_out } = *ledger;
        Account { arrived, answered, refused, failed, timed_out, in_flight: ledger.in_flight() }
    }
}

impl Times {
    fn of(times: &Histogram) -> Times {
        let quantile = |share| times.quantile(share).as_seconds();
        Times {
            n: times.len(),
            mean: times.mean_seconds(),
            p50: quantile(0.5),
            p95: quantile(0.95),
            p99: quantile(0.99),
            max: times.max().as_seconds(),
        }
    }
}

impl Server {
    fn of(simulation: &Simulation, snapshot: &Snapshot, index: usize) -> Server {
        let machine = snapshot.servers[index].machine;
        let occupancy = simulation.meter().occupancy();
        let peak = |stage| occupancy.station(stage, machine, snapshot.now).peak;
        let backend = snapshot.belief(index);
        Server {
            name: machine.to_string(),
            status: backend.map_or_else(String::new, |backend| backend.status.clone()),
            served: backend.map_or(simulation.meter().machine(machine).responses, |backend| backend.served),
            errors: snapshot.errors.iter().filter(|error| node(error.place) == machine).map(|error| error.n).sum(),
            utilization: utilization(simulation, machine, snapshot.now),
            queue_max: peak(Stage::Accept).max(peak(Stage::Waiting)),
            app: App::of(&snapshot.servers[index].app),
        }
    }
}

impl Database {
    fn of(simulation: &Simulation, machine: MachineId, view: &DatabaseView) -> Database {
        let status = &view.status;
        let yes = |runs| if runs { "Yes" } else { "No" };
        let errors = status.errors.iter().map(|(errno, n)| ErrorNumber { errno: *errno, n: *n });
        Database {
            name: machine.to_string(),
            role: match view.role {
                Role::Primary => "primary",
                Role::Replica => "replica",
                Role::Out => "out",
            },
            written: view.written,
            received: view.received,
            applied: view.applied,
            lag_s: view.lag.as_seconds(),
            lag_transactions: view.lag_transactions,
            seconds_behind: status.seconds_behind,
            io: status.receiver.keyword(),
            sql: yes(status.applier),
            last_io_errno: status.io_error.map_or(0, SqlError::number),
            last_sql_errno: status.sql_error.map_or(0, SqlError::number),
            gtid_executed: status.executed.clone(),
            errant: view.errant,
            rows_differing: simulation.rows_differing(machine),
            lost: simulation.lost_by(machine),
            reads: status.reads,
            stale_reads: status.stale_reads,
            own_writes_missed: status.own_writes_missed,
            errors: errors.collect(),
            utilization: utilization(simulation, machine, simulation.now()),
        }
    }
}

/// Share of a machine's cores at work since the start. The workers of a bare queue that serves in order are no cores:
/// there it is the share of them that served.
fn utilization(simulation: &Simulation, machine: MachineId, now: SimTime) -> f64 {
    let config = simulation.world().config();
    if config.preset == Preset::Queue && config.queue.discipline == Discipline::Fifo {
        let serving = simulation.meter().occupancy().station(Stage::Service, machine, now);
        return serving.mean_present() / f64::from(config.app.workers);
    }
    let cpu = simulation.world().machines().get(machine.index()).map(|machine| &machine.cpu);
    cpu.map_or(0.0, |cpu| cpu.worked(now) as f64 / (now.as_nanos().max(1) as f64 * f64::from(cpu.cores())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use tierscope::engine::time::SimDuration;
    use tierscope::scenario::wire;

    fn report(query: &str, seconds: u64) -> (Report, Value) {
        let (link, warnings) = wire::read(query);
        assert_eq!(warnings, []);
        let text = wire::write(&link);
        let mut simulation = Simulation::new(link.scenario);
        simulation.advance_to(SimTime::ZERO + SimDuration::from_seconds(seconds), u64::MAX);
        let report = Report::of(text, &simulation, 0.5);
        let json = serde_json::to_value(&report).expect("plain values");
        (report, json)
    }

    fn keys(value: &Value) -> Vec<&str> {
        let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_keys_are_those_of_the_contract() {
        let (_, json) = report("dbconns=1&ship=250ms&do=crash:server-1@5s", 16);
        let whole = "classes database digest errors events ledger log lost lost_transactions own_writes_missed query response_s seed servers \
                     sessions_lost sim_s stale_reads tried_again wall_s";
        assert_eq!(keys(&json).join(" "), whole);
        for (pointer, expected) in [
            ("/ledger", "answered arrived failed in_flight refused timed_out"),
            ("/response_s", "max mean n p50 p95 p99"),
            ("/classes", "read static write"),
            ("/classes/static", "max mean n p50 p95 p99"),
            ("/servers/0", "app errors name queue_max served status utilization"),
            (
                "/servers/0/app",
                "abandoned busy dropped_syns executed files queued starved stuck version waiting_for_database \
                 waiting_for_pool workers_ended",
            ),
            (
                "/database/0",
                "applied errant errors gtid_executed io lag_s lag_transactions last_io_errno last_sql_errno lost name \
                 own_writes_missed reads received role rows_differing seconds_behind sql stale_reads utilization written",
            ),
            ("/database/0/errors/0", "errno n"),
            ("/lost/0", "acked_s gtid row seen_by_client"),
            ("/errors/0", "cause n node"),
            ("/log/0", "kind node t_s text"),
        ] {
            assert_eq!(keys(json.pointer(pointer).expect(pointer)).join(" "), expected, "{pointer}");
        }
        assert!(json["lost_transactions"].is_u64() && json["stale_reads"].is_u64() && json["seed"].is_u64());
        assert_eq!(json["digest"].as_str().map(str::len), Some(16));
    }

    #[test]
    fn the_figures_of_a_run_agree_with_each_other() {
        let (report, _) = report("do=crash:server-1.app@5s&seed=3", 20);
        let Account { arrived, answered, refused, failed, timed_out, in_flight } = report.ledger;
        assert_eq!(arrived, answered + refused + failed + timed_out + in_flight);
        assert_eq!(report.errors.iter().map(|errors| errors.n).sum::<u64>(), refused + failed + timed_out);
        assert_eq!(report.servers.iter().map(|server| server.errors).sum::<u64>(), failed);
        let classes = [&report.classes.r#static, &report.classes.read, &report.classes.write];
        assert_eq!((report.response_s.n, classes.map(|class| class.n).iter().sum()), (answered, answered));
        assert!(report.errors.iter().all(|errors| errors.node == "server-1"));
        assert!((report.servers[0].utilization - 0.2).abs() < 0.1, "{}", report.servers[0].utilization);
    }

    #[test]
    fn databases_of_their_own_are_reported_by_their_machines_and_as_busy_as_their_statements_make_them() {
        let (report, _) = report("preset=dedicated&seed=5", 120);
        let names: Vec<&str> = report.database.iter().map(|database| database.name.as_str()).collect();
        assert_eq!(names, ["db-1", "db-2", "db-3"]);
        // 20 writes a second of 2 ms on two cores; at a replica half of 220 reads and 20 transactions, of 2 ms each.
        for (database, expected) in report.database.iter().zip([0.02, 0.13, 0.13]) {
            assert!((database.utilization - expected).abs() < 0.01, "{database:?}");
        }
    }

    #[test]
    fn a_bare_queue_reports_its_workers_and_no_database() {
        let (report, _) = report("preset=queue&srv=2&workers=3&rho=0.7&service=exp:100ms&lb=leastconn", 600);
        assert_eq!((report.servers.len(), report.database.len()), (2, 0));
        for server in &report.servers {
            assert!((server.utilization - 0.7).abs() < 0.03 && server.queue_max > 0, "{server:?}");
        }
    }
}
