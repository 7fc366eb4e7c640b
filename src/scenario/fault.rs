//! Faults that leave their victim alive, courses of the load and clones, as text: `freeze:server-1`, `slow:server-1.app:4`,
//! `loss:lb-1~server-1:0.05`, `flash:800:60s`, `clone:server-3`. Knows no list of commands.

use super::Act;
use super::decimal;
use super::knob::Knob;
use super::reason::{Place, Reason, What};
use crate::engine::time::SimDuration;
use crate::model::command::Fault;
use crate::model::config::{Config, Preset};
use crate::model::id::{MachineId, Part};
use crate::model::shape::{Course, Shape};
use crate::model::slow::MOST_SLOWNESS;

/// A share of one, in millionths.
const ALL: u32 = 1_000_000;
/// Most that a link can lose, in millionths, as the knobs `wanloss` and `lanloss`.
const MOST_LOSS: u32 = ALL / 2;
/// Longest course, and shortest.
const LASTS: [SimDuration; 2] = [SimDuration::SECOND, SimDuration::from_seconds(3_600)];

/// Reads an act that begins with `verb`, if that is one of those of this file. `part` reads what is hit.
pub(super) fn read(
    verb: &str,
    object: &str,
    parts: impl Fn(&str) -> Result<Part, Reason>,
) -> Option<Result<Act, Reason>> {
    let part = || parts(object);
    let target = || match part()? {
        Part::Target(target) => Ok(target),
        Part::Link(_) => Err(Reason::new(What::ActsOnMachine, [verb.into()])),
    };
    Some(match verb {
        "freeze" => target().map(Fault::Freeze).map(Act::Fault),
        "thaw" => target().map(Fault::Thaw).map(Act::Fault),
        "restore" => part().map(Fault::Restore).map(Act::Fault),
        "slow" => read_slow(object, parts),
        "loss" => read_loss(object, parts),
        verb => read_shape(Course::from_keyword(verb)?, object),
    })
}

fn read_slow(object: &str, parts: impl Fn(&str) -> Result<Part, Reason>) -> Result<Act, Reason> {
    let (part, factor) = figure(object, "slow:server-1:4")?;
    let factor = factor.parse().map_err(|_| What::FactorNoNumber)?;
    Ok(Act::Fault(Fault::Slow(parts(part)?, factor)))
}

fn read_loss(object: &str, parts: impl Fn(&str) -> Result<Part, Reason>) -> Result<Act, Reason> {
    let (part, share) = figure(object, "loss:lb-1~server-1:0.05")?;
    let Part::Link(link) = parts(part)? else {
        return Err(Reason::new(What::LosesLink, ["lb-1~server-1".into()]));
    };
    let share = decimal::number(share).filter(|share| (0.0..=1.0).contains(share));
    let share = share.ok_or(What::ShareNot)?;
    Ok(Act::Fault(Fault::Loss(link, (share * f64::from(ALL)).round() as u32)))
}

fn read_shape(course: Course, object: &str) -> Result<Act, Reason> {
    let example = format!("{}:400:60s", course.keyword());
    let (peak, lasts) = figure(object, &example)?;
    let peak_per_s = decimal::number(peak).ok_or_else(|| Reason::new(What::RateNoNumber, [example.as_str().into()]))?;
    let lasts = decimal::nanos(lasts).and_then(|nanos| u64::try_from(nanos).ok());
    let lasts = lasts.ok_or_else(|| Reason::new(What::TimeNoUnit, [example.as_str().into()]))?;
    Ok(Act::Shape(Shape { course, peak_per_s, lasts: SimDuration::from_nanos(lasts) }))
}

/// What stands before the last colon, and after it.
fn figure<'t>(object: &'t str, example: &str) -> Result<(&'t str, &'t str), Reason> {
    object.rsplit_once(':').ok_or_else(|| Reason::new(What::Figure, [example.into()]))
}

/// Writes a fault as [`read`] reads it.
pub(super) fn text(fault: &Fault) -> String {
    match fault {
        Fault::Freeze(target) => format!("freeze:{target}"),
        Fault::Thaw(target) => format!("thaw:{target}"),
        Fault::Slow(part, factor) => format!("slow:{part}:{factor}"),
        Fault::Loss(link, share) => format!("loss:{link}:{}", decimal::show_number(f64::from(*share) / f64::from(ALL))),
        Fault::Restore(part) => format!("restore:{part}"),
    }
}

/// Writes a course as [`read`] reads it.
pub(super) fn shape_text(shape: &Shape) -> String {
    let (peak, lasts) = (decimal::show_number(shape.peak_per_s), decimal::show_nanos(shape.lasts.as_nanos()));
    format!("{}:{peak}:{lasts}", shape.course.keyword())
}

/// Whether the figures of a fault are within their ranges; else why not.
pub(super) fn check(fault: &Fault) -> Result<(), Reason> {
    match fault {
        Fault::Slow(_, factor) if !(2..=MOST_SLOWNESS).contains(factor) => {
            Err(Reason::new(What::FactorIs, [MOST_SLOWNESS.to_string().into()]))
        }
        Fault::Loss(_, share) if *share > MOST_LOSS => Err(What::LosesShare.into()),
        _ => Ok(()),
    }
}

/// What a fault hits.
pub(super) const fn part(fault: &Fault) -> Part {
    match *fault {
        Fault::Freeze(target) | Fault::Thaw(target) => Part::Target(target),
        Fault::Slow(part, _) | Fault::Restore(part) => part,
        Fault::Loss(link, _) => Part::Link(link),
    }
}

/// Whether a run can have this course; else why not.
pub(super) fn check_shape(shape: &Shape, config: &Config) -> Result<(), Reason> {
    let rate = Knob::named(config.preset, "rps").map(|knob| knob.domain);
    let holds = rate.is_some_and(|rate| rate.holds(&super::value::Value::Number(shape.peak_per_s)));
    if !holds {
        let described = rate.map_or(Place::Text(String::new()), |rate| rate.described().into());
        return Err(Reason::new(What::RateNot, [described]));
    }
    if !(LASTS[0]..=LASTS[1]).contains(&shape.lasts) {
        return Err(What::CourseLasts.into());
    }
    Ok(())
}

/// Whether the database of this machine can be cloned; else why not.
pub(super) fn check_clone(machine: MachineId, config: &Config) -> Result<(), Reason> {
    match config.preset {
        Preset::Queue => Err(What::BareQueue.into()),
        _ if config.replicas == 0 => Err(Reason::new(What::NoOtherDatabase, [machine.to_string().into()])),
        _ => Ok(()),
    }
}
