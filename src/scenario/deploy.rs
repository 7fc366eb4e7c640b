//! Deployments and graceful stops as text: `deploy:v2`, `deploy:v2-errors-0.3:canary`, `rollback:rolling`, `stop:server-1.app`.
//! Knows no list of commands.

use super::Act;
use super::decimal;
use super::reason::{Reason, What};
use crate::model::command::{Deploy, Strategy};
use crate::model::id::{Process, Target};
use crate::model::server::code::{ALL_PAGES, Code, Flaw, Version};
use crate::model::slow::MOST_SLOWNESS;

/// Largest number of a version.
const MOST_VERSION: u16 = 999;

/// Reads an act that begins with `verb`, if that is one of those of this file. `target` reads what is stopped.
pub(super) fn read(
    verb: &str,
    object: &str,
    target: impl Fn(&str) -> Result<Target, Reason>,
) -> Option<Result<Act, Reason>> {
    Some(match verb {
        "deploy" => read_deploy(object),
        "rollback" => read_strategy(object).map(|strategy| Act::Deploy(Deploy { code: None, strategy })),
        "stop" => match target(object) {
            Ok(Target::Process(machine, Process::App)) => Ok(Act::Stop(machine)),
            Ok(_) => Err(What::Stops.into()),
            Err(reason) => Err(reason),
        },
        _ => return None,
    })
}

fn read_deploy(object: &str) -> Result<Act, Reason> {
    let (code, strategy) = object.split_once(':').unwrap_or((object, "all"));
    let (code, strategy) = (Some(read_code(code)?), read_strategy(strategy)?);
    Ok(Act::Deploy(Deploy { code, strategy }))
}

fn read_strategy(text: &str) -> Result<Strategy, Reason> {
    match (text, text.strip_prefix("canary-").and_then(read_share)) {
        ("all", _) => Ok(Strategy::All),
        ("rolling", _) => Ok(Strategy::Rolling),
        ("canary", _) => Ok(Strategy::Canary(0)),
        (_, Some(share)) if share > 0 => Ok(Strategy::Canary(share)),
        _ => Err(What::Strategies.into()),
    }
}

fn read_share(text: &str) -> Option<u32> {
    let share = decimal::number(text).filter(|share| (0.0..=1.0).contains(share))?;
    Some((share * f64::from(ALL_PAGES)).round() as u32)
}

/// Reads `v2`, `v2-errors-0.3`, `v2-slow-4`, `v2-sleeps-0.01`, `v2-hangs-0.01`.
fn read_code(text: &str) -> Result<Code, Reason> {
    let why = || Reason::from(What::CodeLike);
    let (version, flaw) = text.split_once('-').unwrap_or((text, ""));
    let digits = version.strip_prefix('v').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let version = Version(digits.and_then(|digits| digits.parse().ok()).ok_or_else(why)?);
    let (kind, figure) = flaw.split_once('-').unwrap_or((flaw, ""));
    let share = || read_share(figure).ok_or_else(why);
    let flaw = match kind {
        "" if !text.contains('-') => Flaw::None,
        "errors" => Flaw::Errors(share()?),
        "slow" => Flaw::Slow(figure.parse().map_err(|_| why())?),
        "sleeps" => Flaw::Sleeps(share()?),
        "hangs" => Flaw::Hangs(share()?),
        _ => return Err(why()),
    };
    Ok(Code { version, flaw })
}

/// Writes a deployment as [`read`] reads it.
pub(super) fn text(deploy: &Deploy) -> String {
    let strategy = match deploy.strategy {
        Strategy::All => String::from("all"),
        Strategy::Rolling => String::from("rolling"),
        Strategy::Canary(0) => String::from("canary"),
        Strategy::Canary(share) => format!("canary-{}", show_share(share)),
    };
    match deploy.code {
        None => format!("rollback:{strategy}"),
        Some(code) if deploy.strategy == Strategy::All => format!("deploy:{}", code_text(code)),
        Some(code) => format!("deploy:{}:{strategy}", code_text(code)),
    }
}

fn show_share(share: u32) -> String {
    decimal::show_number(f64::from(share) / f64::from(ALL_PAGES))
}

fn code_text(code: Code) -> String {
    let version = code.version;
    match code.flaw {
        Flaw::None => version.to_string(),
        Flaw::Errors(share) => format!("{version}-errors-{}", show_share(share)),
        Flaw::Slow(factor) => format!("{version}-slow-{factor}"),
        Flaw::Sleeps(share) => format!("{version}-sleeps-{}", show_share(share)),
        Flaw::Hangs(share) => format!("{version}-hangs-{}", show_share(share)),
    }
}

/// Whether the figures of a deployment are within their ranges; else why not.
pub(super) fn check(deploy: &Deploy) -> Result<(), Reason> {
    if let Strategy::Canary(share) = deploy.strategy
        && share > ALL_PAGES
    {
        return Err(What::CanaryShare.into());
    }
    let Some(code) = deploy.code else { return Ok(()) };
    if !(1..=MOST_VERSION).contains(&code.version.0) {
        return Err(Reason::new(What::VersionIs, [MOST_VERSION.to_string().into()]));
    }
    match code.flaw {
        Flaw::Errors(share) | Flaw::Sleeps(share) | Flaw::Hangs(share) if share > ALL_PAGES => {
            Err(What::FlawShare.into())
        }
        Flaw::Slow(factor) if !(2..=MOST_SLOWNESS).contains(&factor) => {
            Err(Reason::new(What::FactorIs, [MOST_SLOWNESS.to_string().into()]))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;

    #[test]
    fn a_deployment_is_written_as_it_is_read() {
        let config = Config::default();
        for text in [
            "deploy:v2",
            "deploy:v2:rolling",
            "deploy:v12-errors-0.3:canary",
            "deploy:v2-slow-4:canary-0.5",
            "deploy:v3-sleeps-0.01",
            "deploy:v3-hangs-1:rolling",
            "rollback:all",
            "rollback:rolling",
            "stop:server-2.app",
        ] {
            let (act, notice) = Act::read(text, &config).expect(text);
            assert_eq!((act.text().as_str(), notice), (text, None));
        }
        for (text, canonical) in [("deploy:v02:all", "deploy:v2"), ("deploy:v2:canary-1.0", "deploy:v2:canary-1")] {
            assert_eq!(Act::read(text, &config).expect(text).0.text(), canonical);
        }
        for text in [
            "deploy:2",
            "deploy:v0",
            "deploy:v1000",
            "deploy:v+2",
            "deploy:v2-",
            "deploy:v2-slow",
            "deploy:v2-slow-1",
            "deploy:v2-errors-1.5",
            "deploy:v2:canary-0",
            "deploy:v2:some",
            "rollback:",
            "stop:server-1",
            "stop:server-1.nginx",
            "stop:server-9.app",
        ] {
            assert!(Act::read(text, &config).is_err(), "{text}");
        }
    }
}
