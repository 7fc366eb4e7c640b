//! The databases on a bench, as the recordings had them: MariaDB's defaults, a primary and whoever follows it.

mod applying;
mod crash;
mod ending;
mod errors;
mod leaving;
mod naming;
mod replication;
mod returning;
mod semi_sync;
mod waiting;

use tierscope::conform::databases::{Bench, Client};
use tierscope::engine::time::SimDuration;
use tierscope::model::mysql::output::Done;
use tierscope::model::mysql::settings::{Dialect, Settings};
use tierscope::model::mysql::source::Start;
use tierscope::model::mysql::statement::Statement;

/// The primary of a bench.
pub const PRIMARY: usize = 0;
/// Its first replica.
pub const REPLICA: usize = 1;

/// MariaDB's defaults.
pub fn mariadb() -> Settings {
    Settings::of(Dialect::Mariadb1011)
}

/// A primary and replicas that follow it, each over a link with this delay in milliseconds, all connected.
pub fn bench(settings: Settings, one_way_ms: &[f64]) -> Bench {
    let mut bench = Bench::new();
    bench.server(settings);
    for (index, delay) in one_way_ms.iter().enumerate() {
        let replica = bench.server(settings);
        assert_eq!(replica, index + 1);
        bench.with(replica, |mysqld, _| mysqld.read_only = true);
        bench.set_delay(PRIMARY, replica, ms(*delay));
        bench.follow(replica, PRIMARY, Start::Auto);
    }
    bench.advance(SimDuration::SECOND);
    bench
}

/// Milliseconds.
pub fn ms(millis: f64) -> SimDuration {
    SimDuration::from_seconds_f64(millis / 1000.0)
}

/// A client of the primary.
pub fn client(bench: &mut Bench) -> Client {
    bench.connect(PRIMARY).expect("the primary takes it")
}

/// Inserts a row with a generated key; gives what came of it and how long it took, in milliseconds.
pub fn insert(bench: &mut Bench, client: Client) -> (Done, f64) {
    let (answer, took) = bench.run(client, row(0));
    (answer.expect("it is inserted"), took.as_millis_f64())
}

/// Inserts so many rows, one after the other.
pub fn insert_many(bench: &mut Bench, client: Client, rows: u64) {
    for _ in 0..rows {
        insert(bench, client);
    }
}

/// A row with a generated key.
pub fn row(value: u64) -> Statement {
    Statement::Insert { row: None, value, rows: 1 }
}
