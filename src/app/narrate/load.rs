//! When more is asked of the site than it carries, and when it carries it again: told from the configuration, the commands,
//! and what the log says of who serves. Nothing is told where that is not certain.

use super::{Story, Weight};
use crate::app::format;
use crate::app::texts::Texts;
use crate::engine::time::SimTime;
use crate::lab::capacity::{Capacity, Tier};
use crate::lab::roles::Roles;
use crate::metrics::log::Line;
use crate::model::balancer::BalancerLog;
use crate::model::config::{Config, Mode, Preset};
use crate::model::id::{MachineId, Process, Target};
use crate::model::note::Note;
use crate::scenario::{Act, Timed};

/// An instant at which the site came to be asked for more than it carries, or for no more than that.
#[derive(Clone, Debug, PartialEq)]
struct Turn {
    at: SimTime,
    /// Requests per second that clients begin.
    asked: f64,
    /// What limits.
    tier: Tier,
    over: bool,
}

/// Who serves, as far as the log tells.
struct Site {
    config: Config,
    /// Servers that HAProxy holds for up.
    up: Vec<bool>,
    /// Servers that take requests.
    takes: Vec<bool>,
    /// Machines whose database runs, the primary first.
    primary: Option<MachineId>,
    replicas: Vec<MachineId>,
    balancing: bool,
    /// Whether nothing has happened after which it is not certain who serves, or how quickly.
    certain: bool,
}

impl Site {
    fn new(config: &Config) -> Site {
        let roles = Roles::of_config(config);
        Site {
            config: config.clone(),
            up: vec![true; config.servers],
            takes: vec![true; config.servers],
            primary: roles.primary,
            replicas: roles.replicas,
            balancing: true,
            certain: true,
        }
    }

    /// Who does what.
    fn roles(&self) -> Roles {
        let up = (0..self.up.len()).filter(|&i| self.up[i]);
        let used: Vec<usize> = match self.config.haproxy.mode {
            Mode::ActivePassive if self.config.preset != Preset::Queue => up.take(1).collect(),
            _ => up.collect(),
        };
        let serving = used.into_iter().filter(|&i| self.takes[i]).map(MachineId::server).collect();
        Roles { serving, mistaken: Vec::new(), primary: self.primary, replicas: self.replicas.clone() }
    }

    fn set_up(&mut self, server: usize, up: bool) {
        if let Some(known) = self.up.get_mut(server) {
            *known = up;
        }
    }

    /// Something went off or was killed (`works` is false), or came back.
    fn turned(&mut self, target: Target, works: bool) {
        let machine = target.machine();
        let process = match target {
            Target::Machine(_) => None,
            Target::Process(_, process) => Some(process),
        };
        if machine == MachineId::BALANCER && matches!(process, None | Some(Process::Haproxy)) {
            self.balancing = works;
        }
        if matches!(process, None | Some(Process::Nginx))
            && let Some(takes) = machine.as_server().and_then(|server| self.takes.get_mut(server))
        {
            *takes = works;
        }
        // An application that is gone leaves nginx, which answers with errors: no capacity says how many.
        self.certain &= process != Some(Process::App);
        if matches!(process, None | Some(Process::Mysqld)) {
            let had = self.primary == Some(machine) || self.replicas.contains(&machine);
            self.primary = self.primary.filter(|&primary| primary != machine);
            self.replicas.retain(|&replica| replica != machine);
            // What a database that comes back is to the others, the manager says later, if there is one.
            self.certain &= !works || had;
        }
    }

    /// Takes in a line of the log; gives whether what the site carries may have changed with it.
    fn read(&mut self, note: &Note) -> bool {
        match *note {
            Note::Configured => {}
            Note::Crashed(target) => {
                self.turned(target, false);
                return false;
            }
            Note::Restarted(target) => {
                self.turned(target, true);
                return false;
            }
            Note::Balancer(BalancerLog::ServerDown { server, .. }) => self.set_up(server.index(), false),
            Note::Balancer(BalancerLog::ServerUp { server, .. }) => self.set_up(server.index(), true),
            Note::Promoted { machine, .. } => {
                self.primary = Some(machine);
                self.replicas.retain(|&replica| replica != machine);
            }
            Note::Shaped(_) | Note::Hit(_) | Note::Partitioned(_) | Note::Workers(..) | Note::Demoted(_) => {
                self.certain = false;
            }
            Note::Stopping(_) | Note::Deploying { .. } | Note::Cloning { .. } => self.certain = false,
            Note::Balancer(BalancerLog::AdminChanged { .. } | BalancerLog::WeightSet { .. }) => self.certain = false,
            _ => return false,
        }
        true
    }

    /// What limits now, and how much is asked.
    fn turn(&self, at: SimTime) -> Option<Turn> {
        let (roles, clients) = (self.roles(), &self.config.clients);
        if !self.balancing || !self.certain || roles.serving.is_empty() || clients.users > 0 {
            return None;
        }
        let asked = clients.arrivals_per_s;
        let tier = Capacity::of(&self.config, &roles).limit()?.clone();
        Some(Turn { at, asked, over: asked > tier.per_s, tier })
    }
}

fn turns(start: &Config, lines: &[Line], commands: &[Timed]) -> Vec<Turn> {
    let mut site = Site::new(start);
    let mut turns: Vec<Turn> = site.turn(SimTime::ZERO).filter(|turn| turn.over).into_iter().collect();
    let mut commands = commands.iter().peekable();
    for line in lines {
        while let Some(command) = commands.next_if(|command| command.at <= line.at) {
            if let Act::Set(knob, value) = &command.act {
                (knob.set)(&mut site.config, *value);
            }
        }
        if !site.read(&line.note) {
            continue;
        }
        let Some(turn) = site.turn(line.at) else { continue };
        let before = turns.last();
        let same =
            before.is_some_and(|before| before.tier.machines == turn.tier.machines && before.asked == turn.asked);
        match before.is_some_and(|before| before.over) {
            was if was != turn.over => turns.push(turn),
            true if !same => turns.push(turn),
            _ => {}
        }
    }
    turns
}

/// The stories of a run that began as `start`, by time.
pub fn loads(texts: &Texts, start: &Config, lines: &[Line], commands: &[Timed]) -> Vec<Story> {
    let story = |turn: Turn| {
        let (tier, asked) = (texts.panel.tier(&turn.tier), format::decimal(turn.asked));
        let (vitals, carried) = (&texts.vitals, format::decimal(turn.tier.per_s));
        let machine = turn.tier.machines.first().copied();
        Story {
            at: turn.at,
            kind: if turn.over { "overload" } else { "relieved" },
            node: machine.map_or_else(String::new, |machine| machine.to_string()),
            machine,
            weight: if turn.over { Weight::Trouble } else { Weight::Relief },
            important: true,
            text: if turn.over { vitals.beyond(tier, asked, carried) } else { vitals.within(tier, asked, carried) },
        }
    };
    turns(start, lines, commands).into_iter().map(story).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::wire;
    use crate::simulation::Simulation;

    /// The turns of a run, each with what the run itself has as its limit at that instant.
    fn run(query: &str, seconds: u64) -> Vec<(Turn, Tier)> {
        let scenario = wire::read(query).0.scenario;
        let mut whole = Simulation::new(scenario.clone());
        whole.advance_to(SimTime::from_millis(seconds * 1_000), u64::MAX);
        let turns = turns(&scenario.config, whole.log(), &scenario.commands);
        let mut again = Simulation::new(scenario.clone());
        let with_limit = |turn: Turn| {
            again.advance_to(turn.at, u64::MAX);
            let roles = Roles::of_snapshot(&again.snapshot());
            let limit = Capacity::of(&scenario.config_at(turn.at), &roles).limit().expect("somebody serves").clone();
            (turn, limit)
        };
        turns.into_iter().map(with_limit).collect()
    }

    #[test]
    fn overload_is_told_when_it_begins_and_with_the_limit_that_the_run_has_then() {
        let at_start = run("rps=900", 1);
        assert_eq!(at_start.len(), 1);
        let (turn, limit) = &at_start[0];
        assert!(turn.over && turn.at == SimTime::ZERO && turn.asked == 900.0 && turn.tier == *limit);
        let later = run("rps=200&do=rps:900@2s,rps:100@5s", 8);
        let at: Vec<_> = later.iter().map(|(turn, _)| (turn.at.as_seconds(), turn.over)).collect();
        assert_eq!(at, [(2.0, true), (5.0, false)]);
        assert!(later.iter().all(|(turn, limit)| turn.tier == *limit));
        assert!(run("rps=200", 5).is_empty());
    }

    #[test]
    fn a_server_less_can_be_too_few() {
        let turns = run("mode=active-active&rps=600&do=crash:server-2@3s&seed=7", 40);
        assert!(turns.iter().any(|(turn, _)| turn.over && turn.at > SimTime::from_millis(3_000)), "{turns:?}");
        assert!(turns.iter().all(|(turn, limit)| turn.tier == *limit), "{turns:?}");
    }

    #[test]
    fn where_it_is_not_certain_who_serves_nothing_is_told() {
        assert!(run("mode=active-active&rps=600&do=slow:server-1:4@1s,rps:900@2s", 4).is_empty());
        assert!(run("users=500&rps=900", 2).is_empty());
    }

    #[test]
    fn the_sentence_names_what_is_asked_what_is_possible_and_what_limits() {
        let config = wire::read("rps=900").0.scenario.config;
        let stories = loads(Texts::english(), &config, &[], &[]);
        let told: Vec<_> = stories.iter().map(|story| (story.kind, story.text.as_str())).collect();
        assert_eq!(told, [("overload", "Over capacity: 900 req/s asked for, 389 possible (cores of server-1)")]);
    }
}
