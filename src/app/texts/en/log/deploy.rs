//! English: new code on the servers.

use crate::app::format;
use crate::model::command::Strategy;
use crate::model::note::Note;

pub(super) fn sentence(note: &Note) -> String {
    match note {
        Note::Deploying { version, strategy, back } => {
            let what = if *back { "Back to" } else { "Deploying" };
            format!("{what} {version}: {}", order(*strategy))
        }
        Note::Loaded { machine, version } => format!("The application on {machine} runs {version}"),
        Note::DeployMissed { machine, version } => {
            format!("{machine} is off and misses {version}: it will come back with the code that it had")
        }
        Note::Deployed(version) => format!("{version} is deployed"),
        Note::DeployHalted { machine, version } => {
            format!("The deployment goes no further: the application on {machine} does not come to run {version}")
        }
        _ => String::new(),
    }
}

fn order(strategy: Strategy) -> String {
    match strategy {
        Strategy::All => "all servers at once".to_owned(),
        Strategy::Rolling => "one server after the other, each drained first".to_owned(),
        Strategy::Canary(0) => "one of the servers in use, as a canary".to_owned(),
        Strategy::Canary(share) => {
            format!("{} of the servers in use, as canaries", format::percent(f64::from(share) / 1e6))
        }
    }
}
