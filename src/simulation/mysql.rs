//! Reads the databases of a run off: their status, and the transactions at stake.

use super::Simulation;
use crate::model::database::node::Node;
use crate::model::id::MachineId;
use crate::model::mysql::commit::named_by;
use crate::model::mysql::log::Gtid;
use crate::snapshot::mysql::{errors, gtid_set, name};
use crate::snapshot::{AtStake, Copy, MysqlStatus, STAKES, SemiSyncStatus};

/// What a database says of itself.
pub(super) fn status(run: &Simulation, node: &Node) -> MysqlStatus {
    let (mysqld, site) = (&node.mysqld, run.world.config().site());
    let counts = run.meter.machine(site.home(mysqld.id as usize));
    let semi_sync = mysqld.semi_sync.enabled.then(|| SemiSyncStatus {
        on: mysqld.semi_sync.on,
        clients: mysqld.semi_sync_clients(),
        waiting: mysqld.waiting_for_replica(),
        yes_tx: mysqld.semi_sync.yes_tx,
        no_tx: mysqld.semi_sync.no_tx,
        no_times: mysqld.semi_sync.no_times,
    });
    MysqlStatus {
        receiver: mysqld.receiver.state,
        applier: mysqld.applier.running,
        io_error: mysqld.receiver.error,
        sql_error: mysqld.applier.error,
        seconds_behind: mysqld.seconds_behind(run.now, &run.history),
        remaining_delay: mysqld.remaining_delay_seconds(run.now, &run.history),
        relay: mysqld.received_position() - mysqld.log.len(),
        executed: gtid_set(&mysqld.log, &run.history, site),
        binlog: (mysqld.file, mysqld.offset),
        semi_sync,
        connections: mysqld.open,
        connections_max: mysqld.settings.max_connections,
        lock_waits: mysqld.lock_waits(),
        deadlocks: mysqld.deadlocks,
        reads: counts.reads,
        stale_reads: counts.stale_reads,
        own_writes_missed: counts.own_writes_missed,
        errors: errors(&node.errors),
    }
}

/// The transactions that not every database has and that no replication will bring there: those that the primary lacks, and those
/// that only a primary has which is gone.
pub(super) fn at_stake(run: &Simulation) -> Vec<AtStake> {
    let (world, site) = (&run.world, run.world.config().site());
    let Some(primary) = world.reigning() else { return Vec::new() };
    let mut names: Vec<Gtid> = Vec::new();
    for node in world.nodes() {
        add(&mut names, node.mysqld.log.not_in(&primary.mysqld.log, STAKES));
    }
    let on = world.machines()[site.home(primary.mysqld.id as usize).index()].on;
    if !primary.mysqld.running || !on {
        let others = world.nodes().iter().filter(|node| node.mysqld.id != primary.mysqld.id);
        let received = others.map(|node| node.mysqld.received_log());
        let best = received.max_by_key(|log| primary.mysqld.log.len() - primary.mysqld.log.beyond(log));
        add(&mut names, primary.mysqld.log.not_in(&best.unwrap_or_default(), STAKES));
    }
    names.truncate(STAKES);
    names.into_iter().filter_map(|gtid| stake(run, gtid)).collect()
}

fn add(names: &mut Vec<Gtid>, more: Vec<Gtid>) {
    for gtid in more {
        if !names.contains(&gtid) {
            names.push(gtid);
        }
    }
}

fn stake(run: &Simulation, gtid: Gtid) -> Option<AtStake> {
    let (world, site, history) = (&run.world, run.world.config().site(), &run.history);
    let transaction = history.get(gtid)?;
    let row = transaction.changes.as_slice().first()?.row;
    let (machine, number) = name(gtid, history, site);
    let copy = |node: &Node| Copy {
        machine: site.home(node.mysqld.id as usize),
        has: node.mysqld.log.contains(gtid) || node.mysqld.received_log().contains(gtid),
        row: node.mysqld.rows.get(row).and_then(named_by).map(|written| name(written, history, site)),
    };
    Some(AtStake {
        machine,
        number,
        acknowledged: (transaction.acknowledged <= run.now).then_some(transaction.acknowledged),
        seen_by_client: transaction.seen <= run.now,
        in_primary: world.reigning().is_some_and(|primary| primary.mysqld.log.contains(gtid)),
        row,
        copies: world.nodes().iter().map(copy).collect(),
    })
}

/// For reports.
impl Simulation {
    /// Rows whose readers on this machine's database see something else than those of the primary.
    pub fn rows_differing(&self, machine: MachineId) -> usize {
        let database = self.world.config().site().database_on(machine);
        let (Some(node), Some(primary)) = (database.map(|index| &self.world.nodes()[index]), self.world.reigning())
        else {
            return 0;
        };
        let (here, there) = (&node.mysqld.rows, &primary.mysqld.rows);
        (0..here.places().max(there.places()) as u32).filter(|row| here.get(*row) != there.get(*row)).count()
    }

    /// Writes that this machine's database has acknowledged and that the primary does not have.
    pub fn lost_by(&self, machine: MachineId) -> u64 {
        let (site, primary) = (self.world.config().site(), self.world.reigning());
        let lost = primary.map_or_else(Vec::new, |primary| self.history.lost(&primary.mysqld.log));
        lost.iter().filter(|(gtid, _)| site.home(self.history.server(gtid.stream) as usize) == machine).count() as u64
    }
}
