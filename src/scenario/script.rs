//! The list of timed commands (`do=`), both ways. Knows no other key.

use super::decimal;
use super::notice::Notices;
use super::reason::{Place, Reason, What};
use super::wire::Warning;
use super::{Act, Timed};
use crate::engine::sort;
use crate::engine::time::SimTime;
use crate::model::config::Config;

/// Most commands of a link.
pub const MOST_COMMANDS: usize = 200;
/// Latest instant that a link can name: eleven days of simulated time.
pub const LATEST: SimTime = SimTime::from_millis(1_000_000_000);
/// Nanoseconds in a millisecond.
const NANOS_PER_MILLI: i128 = 1_000_000;

/// Reads the list for a run that begins with `config`: by time, of one instant as written. What cannot be used is
/// left out with a notice.
pub fn read(text: &str, config: &Config, notices: &mut Notices) -> Vec<Timed> {
    let mut commands = Vec::new();
    let mut too_many = 0;
    for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        match read_command(item, config, notices) {
            Err(reason) => notices.add(item, Reason::new(What::LeftOut, [reason.into()])),
            Ok(_) if commands.len() == MOST_COMMANDS => too_many += 1,
            Ok(command) => commands.push(command),
        }
    }
    if too_many > 0 {
        let places = [MOST_COMMANDS.to_string().into(), Place::Count(too_many)];
        notices.add("do", Reason::new(What::TooMany, places));
    }
    sort::by_key(&mut commands, |command: &Timed| command.at);
    fit(&mut commands, config, notices);
    commands
}

/// Writes the list.
pub fn write(commands: &[Timed]) -> String {
    commands.iter().map(Timed::text).collect::<Vec<_>>().join(",")
}

/// An instant of a link: a whole number of nanoseconds up to the latest.
pub fn read_instant(text: &str) -> Result<SimTime, Reason> {
    let latest = i128::from(LATEST.as_nanos());
    match decimal::nanos(text) {
        None => Err(What::BadInstant.into()),
        Some(nanos) if (0..=latest).contains(&nanos) => Ok(SimTime::from_nanos(nanos as u64)),
        Some(_) => Err(Reason::new(What::FarInstant, [decimal::show_instant(LATEST.as_nanos()).into()])),
    }
}

/// Reads one command for a run that begins with `config`, and what of it was not taken as it was written.
///
/// # Errors
/// Why there is no such command.
pub fn read_one(text: &str, config: &Config) -> Result<(Timed, Vec<Warning>), Reason> {
    let mut notices = Notices::default();
    let timed = read_command(text.trim(), config, &mut notices)?;
    Ok((timed, notices.into_warnings()))
}

/// Reads `crash:server-1@12s`.
fn read_command(item: &str, config: &Config, notices: &mut Notices) -> Result<Timed, Reason> {
    let (text, instant) = item.rsplit_once('@').ok_or(What::NoInstant)?;
    let exact = read_instant(instant)?;
    let millis = (i128::from(exact.as_nanos()) + NANOS_PER_MILLI / 2) / NANOS_PER_MILLI;
    let at = SimTime::from_millis(millis as u64);
    let (act, clamped) = Act::read(text, config)?;
    if let Some(clamped) = clamped {
        notices.add(item, Reason::new(What::Value, [clamped.into()]));
    }
    if at != exact {
        let rounded = decimal::show_instant(at.as_nanos());
        notices.add(item, Reason::new(What::Rounded, [rounded.into()]));
    }
    Ok(Timed { at, act })
}

/// Replaces values that other knobs leave no room for at their instant by those that the run would have.
fn fit(commands: &mut [Timed], config: &Config, notices: &mut Notices) {
    let mut config = config.clone();
    for command in commands {
        let written = command.text();
        if let Act::Set(knob, value) = &mut command.act {
            let fitted = knob.fit(&config, *value);
            if fitted != *value {
                let shown = knob.show(&fitted);
                notices.add(&written, Reason::new(What::Fits, [shown.into()]));
                *value = fitted;
            }
            (knob.set)(&mut config, fitted);
        }
    }
}
