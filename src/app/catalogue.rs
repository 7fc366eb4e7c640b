//! The catalogue: scenarios to begin with, each with one idea and one thing to do. What they claim is tried by
//! `tests/catalogue.rs`.

use crate::model::config::Config;
use crate::scenario::wire;
use crate::scenario::{Act, Scenario};

/// A scenario of the catalogue. Its idea is in the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// One machine with everything on it.
    Single,
    /// A server at work, two as its backups.
    Backup,
    /// The balancer that there is only one of.
    Balancer,
    /// Every server at work.
    Active,
    /// A server that is slow, and not dead.
    Slow,
    /// Databases on machines of their own.
    Dedicated,
    /// Writes that were acknowledged and are gone.
    Lost,
    /// Reads of what is no longer so.
    Stale,
    /// Two primaries at once.
    Split,
    /// A database that holds every worker up.
    Pool,
    /// Clients that try again.
    Retries,
    /// Logins in the memory of one server.
    Logins,
    /// A bad version of the code.
    Release,
    /// The queue of theory.
    Queue,
}

impl Topic {
    /// Every topic, in the order of learning.
    pub const ALL: [Topic; 14] = [
        Topic::Single,
        Topic::Backup,
        Topic::Balancer,
        Topic::Active,
        Topic::Slow,
        Topic::Logins,
        Topic::Dedicated,
        Topic::Lost,
        Topic::Stale,
        Topic::Split,
        Topic::Pool,
        Topic::Retries,
        Topic::Release,
        Topic::Queue,
    ];

    /// Its word in messages and for style sheets, the link that opens it, and what is done then. All values are chosen, so
    /// that the claim of its text shows within a minute.
    const fn row(self) -> [&'static str; 3] {
        match self {
            Topic::Single => ["single", "preset=simple&rps=60", "crash:server-1"],
            Topic::Backup => ["backup", "", "crash:server-1"],
            Topic::Balancer => ["balancer", "mode=active-active&rps=150", "crash:lb-1"],
            Topic::Active => ["active", "mode=active-active&rps=500", "mode:active-passive"],
            Topic::Slow => ["slow", "mode=active-active&rps=300&do=slow:server-2:3@2s", "lb:leastconn"],
            Topic::Logins => ["logins", "mode=active-active&rps=100", "persistence:cookie"],
            Topic::Dedicated => ["dedicated", "preset=dedicated&mode=active-active", "crash:db-1"],
            Topic::Lost => ["lost", "write=0.4&ship=100ms", "crash:server-1"],
            Topic::Stale => ["stale", "mode=active-active&write=0.3&ship=2s", "reads:primary"],
            Topic::Split => {
                let link = "preset=dedicated&mode=active-active&rps=100&write=0.5&learn=dns&ttl=20s";
                ["split", link, "partition:lb-1~db-1"]
            }
            Topic::Pool => ["pool", "preset=dedicated&mode=active-active&reads=primary", "slow:db-1.mysqld:20"],
            Topic::Retries => ["retries", "mode=active-active&rps=400&tries=5&giveup=1s", "spike:1200:5s"],
            Topic::Release => ["release", "mode=active-active", "deploy:v2-errors-0.3:canary"],
            Topic::Queue => ["queue", "preset=queue", "rho:0.95"],
        }
    }

    /// Its word in messages and for style sheets.
    pub const fn keyword(self) -> &'static str {
        self.row()[0]
    }

    /// The topic with this word.
    pub fn from_keyword(word: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| topic.keyword() == word)
    }

    /// The link that opens it.
    pub const fn query(self) -> &'static str {
        self.row()[1]
    }

    /// What it is to begin with.
    #[inline(never)]
    pub fn scenario(self) -> Scenario {
        wire::read(self.query()).0.scenario
    }

    /// What is done then, as a link writes it.
    pub const fn deed(self) -> &'static str {
        self.row()[2]
    }

    /// The same as an act on a run that begins with `config`.
    #[inline(never)]
    pub fn act(self, config: &Config) -> Option<Act> {
        Act::read(self.deed(), config).ok().map(|(act, _)| act)
    }

    /// The topic that this scenario began as, whatever has been done since and whatever its seed.
    pub fn of(scenario: &Scenario) -> Option<Topic> {
        // The page as most people open it needs no look into the catalogue (docs/decisions/0010-later.md).
        let is_default = scenario.commands.is_empty() && scenario.config == Config::default();
        if is_default { Some(Topic::Backup) } else { Topic::search(scenario) }
    }

    #[inline(never)]
    fn search(scenario: &Scenario) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| {
            let mut begun = topic.scenario();
            begun.config.seed = scenario.config.seed;
            begun.config == scenario.config && begun.commands.iter().all(|timed| scenario.commands.contains(timed))
        })
    }
}

/// What the page says of the topic that its run began as.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Guide {
    /// The topic, if it is one.
    pub topic: Option<Topic>,
    /// Whether a person wants to hear no more of it.
    pub closed: bool,
    /// The step of the tour that is shown, from 0.
    pub tour: Option<usize>,
}

impl Guide {
    /// Steps of the tour.
    pub const STEPS: usize = 5;

    /// Whether what the topic suggests has been done.
    pub fn is_done(&self, scenario: &Scenario) -> bool {
        let act = self.topic.filter(|_| !scenario.commands.is_empty()).and_then(|topic| topic.act(&scenario.config));
        act.is_some_and(|act| scenario.commands.iter().any(|timed| timed.act == act))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimTime;
    use crate::scenario::Timed;

    #[test]
    fn every_topic_is_found_again_by_what_it_begins_as() {
        for topic in Topic::ALL {
            let (link, warnings) = wire::read(topic.query());
            assert!(warnings.is_empty(), "{topic:?}: {warnings:?}");
            let mut scenario = link.scenario;
            assert_eq!(Topic::of(&scenario), Some(topic));
            assert_eq!(Topic::from_keyword(topic.keyword()), Some(topic));
            scenario.config.seed = 77;
            let act = topic.act(&scenario.config).expect("an act");
            let mut guide = Guide { topic: Some(topic), ..Guide::default() };
            assert!(!guide.is_done(&scenario), "{topic:?}");
            scenario.commands.push(Timed { at: SimTime::from_millis(9_000), act });
            assert!(guide.is_done(&scenario), "{topic:?}");
            assert_eq!(Topic::of(&scenario), Some(topic));
            guide.topic = None;
            assert!(!guide.is_done(&scenario));
        }
    }

    #[test]
    fn another_configuration_is_none_of_them() {
        assert_eq!(Topic::of(&wire::read("rps=201").0.scenario), None);
        assert_eq!(Topic::of(&wire::read("mode=active-active&rps=300").0.scenario), None);
    }
}
