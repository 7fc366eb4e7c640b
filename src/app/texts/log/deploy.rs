//! The texts of new code on the servers.

use super::Balancer;
use crate::app::format;
use crate::app::texts::schema::room;
use crate::model::command::Strategy;
use crate::model::note::Note;

room! {
    /// Texts of deployments.
    Deploys = "deploy" after Balancer;

    /// New code comes: its version, how.
    deploying(version, how);
    /// The code of before comes back.
    back(version, how);
    /// Everywhere at once.
    all;
    /// Server after server.
    rolling;
    /// To one server.
    canary;
    /// To a share of the servers.
    canaries(share);
    /// An application runs it.
    loaded(machine, version);
    /// A machine is off.
    missed(machine, version);
    /// It is everywhere.
    deployed(version);
    /// It goes no further.
    halted(machine, version);
}

impl Deploys {
    pub(super) fn sentence(&self, note: &Note) -> String {
        match note {
            Note::Deploying { version, strategy, back: false } => self.deploying(version, self.how(*strategy)),
            Note::Deploying { version, strategy, back: true } => self.back(version, self.how(*strategy)),
            Note::Loaded { machine, version } => self.loaded(machine, version),
            Note::DeployMissed { machine, version } => self.missed(machine, version),
            Note::Deployed(version) => self.deployed(version),
            Note::DeployHalted { machine, version } => self.halted(machine, version),
            _ => String::new(),
        }
    }

    fn how(&self, strategy: Strategy) -> String {
        match strategy {
            Strategy::All => self.all().to_owned(),
            Strategy::Rolling => self.rolling().to_owned(),
            Strategy::Canary(0) => self.canary().to_owned(),
            Strategy::Canary(share) => self.canaries(format::percent(f64::from(share) / 1e6)),
        }
    }
}
