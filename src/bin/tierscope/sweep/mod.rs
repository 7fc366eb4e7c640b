//! `tierscope sweep`: a site at many settings, many runs each, on all processors. Knows the order of what is printed; what is
//! swept and how it is measured is `lab`'s.

mod arguments;
mod line;
mod merge;
mod ordered;
mod table;
mod workers;

pub use arguments::{Order, read};

use arguments::{Merge, Play};
use line::{Line, SummaryLine};
use std::io::{self, Write};
use tierscope::scenario::wire;

/// Does what was asked and prints lines for programs or a table.
///
/// # Errors
/// What cannot be written, and, as invalid data, a sentence about shards that cannot be put together.
pub fn sweep(order: &Order, out: &mut impl Write) -> io::Result<()> {
    match order {
        Order::Play(order) => play(order, out),
        Order::Merge(order) => merge(order, out),
    }
}

/// Plays a sweep, or its share of one.
fn play(order: &Play, out: &mut impl Write) -> io::Result<()> {
    for warning in wire::read(&order.query).1 {
        eprintln!("tierscope: {}", warning.text());
    }
    let sweep = &order.sweep;
    let (shard, shards) = order.shard.unwrap_or((0, 1));
    let units: Vec<u64> = (0..sweep.units()).filter(|unit| unit % shards == shard).collect();
    let line = |number: u64| {
        let unit = sweep.unit(number);
        unit.map_or_else(String::new, |unit| Line::of(sweep, &unit, &sweep.play(&unit)).text())
    };
    let mut lines = Vec::new();
    workers::in_order(&units, order.jobs, line, |line| {
        if order.json {
            writeln!(out, "{line}")?;
            // Who looks at a long sweep from outside sees how far it is.
            out.flush()?;
        }
        lines.push(line);
        Ok(())
    })?;
    if order.shard.is_some() { Ok(()) } else { conclude(&lines, order.json, out) }
}

/// Reads the lines of all shards and prints what the whole sweep would have printed.
fn merge(order: &Merge, out: &mut impl Write) -> io::Result<()> {
    let invalid = |complaint| io::Error::new(io::ErrorKind::InvalidData, complaint);
    let lines = merge::whole(&order.paths).map_err(invalid)?;
    if order.json {
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    conclude(&lines, order.json, out)
}

/// The summaries of all points, computed from the lines as they are written: whoever has the lines has the same summaries.
fn conclude(lines: &[String], json: bool, out: &mut impl Write) -> io::Result<()> {
    let lines: Vec<Line> = lines.iter().filter_map(|line| Line::read(line).ok()).collect();
    let summaries: Vec<SummaryLine> =
        lines.chunk_by(|one, other| one.point == other.point).map(SummaryLine::of).collect();
    if json {
        summaries.iter().try_for_each(|summary| writeln!(out, "{}", summary.text()))
    } else {
        out.write_all(table::table(&lines, &summaries).as_bytes())
    }
}

#[cfg(test)]
mod tests;
