//! The scenario in words: what is built, how it is loaded, what is broken now. At most 120 words, for those who do not see the
//! page and for a host that wants to say what it shows.

use super::diagram::{ailment, cut, is_on, runs, trouble};
use super::format;
use super::texts::Texts;
use crate::model::config::{Config, Preset};
use crate::model::id::{LinkId, MachineId, Process, Target};
use crate::snapshot::{Role, Snapshot};

/// Most broken things that are named.
const NAMED: usize = 8;
/// Most databases of one role that are named.
const DATABASES: usize = 6;

/// Describes a run as it is.
pub fn describe(texts: &Texts, snapshot: &Snapshot, config: &Config) -> String {
    let mut sentences = vec![format!("{}.", texts.shell.preset(snapshot.preset))];
    sentences.extend(load(texts, snapshot, config));
    sentences.extend(servers(texts, snapshot));
    sentences.extend(databases(texts, snapshot));
    let broken = broken(texts, snapshot);
    sentences.push(match broken.len() {
        0 => texts.page.scenario.well().to_owned(),
        _ => texts.page.scenario.broken(list(texts, broken, NAMED)),
    });
    sentences.join(" ")
}

fn load(texts: &Texts, snapshot: &Snapshot, config: &Config) -> Option<String> {
    let words = &texts.page.scenario;
    let (clients, offered) = (&config.clients, format::decimal(snapshot.offered_per_s));
    Some(match snapshot.preset {
        Preset::Queue => words.queue(offered, snapshot.servers.len() as u64),
        _ if clients.users > 0 => words.users(clients.users.into()),
        _ => {
            let share = |share| format::percent(share);
            words.load(offered, share(clients.write_share), share(clients.static_share))
        }
    })
}

fn servers(texts: &Texts, snapshot: &Snapshot) -> Option<String> {
    let words = &texts.page.scenario;
    match &snapshot.balancer {
        Some(balancer) => {
            let up = balancer.servers.iter().filter(|server| server.up).count();
            let mode = balancer.mode.keyword();
            Some(words.balanced(balancer.algorithm.keyword(), balancer.servers.len() as u64, mode, up))
        }
        None => snapshot.servers.first().map(|server| words.direct(server.machine)),
    }
}

fn databases(texts: &Texts, snapshot: &Snapshot) -> Option<String> {
    let words = &texts.page.scenario;
    let of = |role: Role| {
        let found = snapshot.each_database().filter(|(.., database)| database.role == role);
        found.map(|(machine, ..)| machine.to_string()).collect::<Vec<_>>()
    };
    let (primaries, replicas) = (of(Role::Primary), of(Role::Replica));
    snapshot.each_database().next()?;
    Some(match (primaries.is_empty(), replicas.is_empty()) {
        (true, _) => words.no_primary().to_owned(),
        (false, true) => words.database(list(texts, primaries, DATABASES)),
        (false, false) => words.databases(list(texts, primaries, DATABASES), list(texts, replicas, DATABASES)),
    })
}

/// Everything that is not as it should be, in a few words each: machines first.
fn broken(texts: &Texts, snapshot: &Snapshot) -> Vec<String> {
    let labels = &texts.diagram.labels;
    let servers = snapshot.servers.iter().map(|server| server.machine);
    let hosts = snapshot.databases.iter().map(|host| host.machine);
    let machines = [MachineId::CLIENT, MachineId::BALANCER].into_iter().chain(servers).chain(hosts);
    let mut found = Vec::new();
    for machine in machines {
        if is_on(snapshot, machine) == Some(false) {
            found.push(format!("{machine} {}", labels.off()));
            continue;
        }
        found.extend(ailment(snapshot, Target::Machine(machine), texts).map(|words| format!("{machine} {words}")));
        for &process in Process::ALL {
            let name = || format!("{machine} {}", texts.diagram.process(process));
            match runs(snapshot, machine, process) {
                Some(false) => found.push(format!("{} {}", name(), labels.killed())),
                _ => {
                    let words = ailment(snapshot, Target::Process(machine, process), texts);
                    found.extend(words.map(|words| format!("{} {words}", name())));
                }
            }
        }
    }
    let troubled = snapshot.troubles.iter().map(|trouble| trouble.link);
    let links: Vec<LinkId> = snapshot.cut_links.iter().map(|view| view.link).chain(troubled).collect();
    for (turn, &link) in links.iter().enumerate() {
        let words = match cut(snapshot, link) {
            Some(_) => Some(texts.diagram.state.cut().to_owned()),
            None => trouble(snapshot, link, texts),
        };
        if !links[..turn].contains(&link) {
            found.extend(words.map(|words| format!("{} {words}", texts.diagram.link(link))));
        }
    }
    found
}

/// The first of these, and how many more there are.
fn list(texts: &Texts, mut names: Vec<String>, most: usize) -> String {
    let more = names.len().saturating_sub(most);
    names.truncate(most);
    if more > 0 {
        names.push(texts.page.scenario.more(more));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use crate::app::session::Opening;
    use crate::app::state::State;
    use crate::engine::time::SimTime;

    fn described(query: &str) -> String {
        let mut state = State::open(Opening { link: query, languages: &[], texts: &|_| None, reduced_motion: true });
        state.simulation.advance_to(SimTime::from_millis(3_000), u64::MAX);
        state.refresh();
        let text = state.description().replace('\u{202f}', " ");
        assert!(text.split_whitespace().count() <= 120, "{text}");
        text
    }

    #[test]
    fn what_is_built_is_told_in_a_few_sentences() {
        assert_eq!(
            described(""),
            "Distributed web infrastructure. Clients send 200 requests per second, 10 % of them writes and 40 % static files. \
             HAProxy spreads them by roundrobin over 3 servers (active-passive), of which 3 are UP. \
             MySQL: the primary is on server-1, replicas are on server-2, server-3. Nothing is broken now."
        );
        assert!(described("preset=simple").contains("They come to server-1 without a load balancer."));
        assert!(described("preset=queue&srv=4").contains("4 servers of one worker each"));
        assert!(described("users=50").contains("50 users click"));
    }

    #[test]
    fn what_is_broken_is_named() {
        let text = described(
            "preset=dedicated&do=crash:server-1@1s,crash:server-2.nginx@1s,freeze:db-1@1s,partition:lb-1~server-3@1s",
        );
        for words in ["server-1 off", "server-2 nginx killed", "db-1 FROZEN", "lb-1 – server-3 cut"] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }

    #[test]
    fn however_much_is_broken_a_hundred_and_twenty_words_are_enough() {
        let all = (1..=64).map(|n| format!("crash:server-{n}.nginx@1s,freeze:server-{n}.app@1s")).collect::<Vec<_>>();
        let text = described(&format!("srv=64&replicas=8&mode=active-active&do={}", all.join(",")));
        assert!(text.contains("and 120 more"), "{text}");
    }
}
