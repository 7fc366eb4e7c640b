//! The reports as a person reads them on a terminal.

use super::bench::{Measured, MeasuredPicks, MeasuredScale};
use super::report::{Database, Report, Times};
use std::fmt::{self, Write};

/// Lines of the log that are printed; the rest is in the report for programs.
const LINES: usize = 60;

/// What came of a run.
pub fn run(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_run(&mut text, report);
    text
}

/// How fast the works were.
pub fn bench(works: &[Measured]) -> String {
    let mut text = format!(
        "{:<12} {:>10} {:>8} {:>12} {:>12} {:>9} {:>9}\n",
        "work", "requests", "wall s", "requests/s", "events/s", "mean s", "p99 s"
    );
    for work in works {
        let _ = writeln!(
            text,
            "{:<12} {:>10} {:>8.3} {:>12.0} {:>12.0} {:>9.4} {:>9.4}",
            work.work, work.requests, work.wall_s, work.requests_per_s, work.events_per_s, work.mean, work.p99
        );
    }
    text
}

/// How fast the balancer chose.
pub fn picks(measured: &[MeasuredPicks]) -> String {
    let mut text = format!("{:<12} {:>8} {:>12}\n", "algorithm", "servers", "picks/s");
    for MeasuredPicks { algorithm, servers, picks_per_s } in measured {
        let _ = writeln!(text, "{algorithm:<12} {servers:>8} {picks_per_s:>12.0}");
    }
    text
}

/// What an event cost in runs of many sizes.
pub fn scales(measured: &[MeasuredScale]) -> String {
    let mut text = format!("{:>10} {:>8} {:>12}\n", "in flight", "servers", "events/s");
    for MeasuredScale { in_flight, servers, events_per_s } in measured {
        let _ = writeln!(text, "{in_flight:>10} {servers:>8} {events_per_s:>12.0}");
    }
    text
}

/// How long seeks took, the shortest first.
pub fn seeks(millis: &[f64]) -> String {
    let at = |share: f64| millis.get(((millis.len() - 1) as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    format!(
        "{} seeks in ten minutes of the default site: p50 {:.1} ms, p95 {:.1} ms, longest {:.1} ms\n",
        millis.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    )
}

fn write_run(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "{}", report.query)?;
    writeln!(
        out,
        "{:.3} s simulated in {:.3} s, {} events, digest {}",
        report.sim_s, report.wall_s, report.events, report.digest
    )?;
    let ledger = &report.ledger;
    writeln!(
        out,
        "\nrequests   {} arrived = {} answered + {} refused + {} failed + {} timed out + {} in flight",
        ledger.arrived, ledger.answered, ledger.refused, ledger.failed, ledger.timed_out, ledger.in_flight
    )?;
    write_times(out, "responses", &report.response_s)?;
    let classes = &report.classes;
    for (name, times) in [("  static", &classes.r#static), ("  read", &classes.read), ("  write", &classes.write)] {
        write_times(out, name, times)?;
    }
    writeln!(out)?;
    for server in &report.servers {
        writeln!(
            out,
            "{:<10} {:<10} {:>9} requests {:>7} errors  {:>5.1} % used, queue up to {}",
            server.name,
            server.status,
            server.served,
            server.errors,
            server.utilization * 100.0,
            server.queue_max
        )?;
    }
    write_databases(out, report)?;
    for error in &report.errors {
        writeln!(out, "error      {:>7} x {} at {}", error.n, error.cause, error.node)?;
    }
    write_log(out, report)
}

fn write_times(out: &mut String, name: &str, times: &Times) -> fmt::Result {
    if times.n == 0 {
        return Ok(());
    }
    let [mean, p50, p95, p99, max] = [times.mean, times.p50, times.p95, times.p99, times.max].map(|s| s * 1000.0);
    writeln!(
        out,
        "{name:<10} {:>9}  mean {mean:.1} ms, p50 {p50:.1}, p95 {p95:.1}, p99 {p99:.1}, longest {max:.1}",
        times.n
    )
}

fn write_databases(out: &mut String, report: &Report) -> fmt::Result {
    for database in &report.database {
        writeln!(
            out,
            "{:<10} {:<10} {} written, {} received, {} applied; behind by {} transactions, {:.3} s{}",
            database.name,
            database.role,
            database.written,
            database.received,
            database.applied,
            database.lag_transactions,
            database.lag_s,
            machine_of(report, database)
        )?;
    }
    if report.lost_transactions > 0 {
        let seen = report.lost.iter().filter(|lost| lost.seen_by_client).count();
        writeln!(
            out,
            "lost       {} acknowledged writes, {seen} of them seen by their clients",
            report.lost_transactions
        )?;
    }
    if report.stale_reads > 0 {
        writeln!(out, "stale      {} reads", report.stale_reads)?;
    }
    if report.tried_again > 0 {
        writeln!(out, "tried      {} times again by clients", report.tried_again)?;
    }
    if report.sessions_lost > 0 {
        writeln!(out, "sessions   {} lost: users had to log in again", report.sessions_lost)?;
    }
    Ok(())
}

/// How busy its machine is, where that is not said as a server's.
fn machine_of(report: &Report, database: &Database) -> String {
    let shared = report.servers.iter().any(|server| server.name == database.name);
    if shared { String::new() } else { format!("; {:.1} % used", database.utilization * 100.0) }
}

fn write_log(out: &mut String, report: &Report) -> fmt::Result {
    if !report.log.is_empty() {
        writeln!(out)?;
    }
    for entry in report.log.iter().take(LINES) {
        writeln!(out, "{:>10.3} s  {}", entry.t_s, entry.text)?;
    }
    if report.log.len() > LINES {
        writeln!(out, "... and {} lines more (--json has them)", report.log.len() - LINES)?;
    }
    Ok(())
}
