//! Links that are out in the world: in lessons, in articles, in chats. Every later version has to read each of them as it was
//! read when it was written down.
//!
//! `corpus/links.txt` has a link to a line and below it, after `>`, what it means: its canonical form from `preset` on, without check
//! characters, and after ` ! ` what its notices are about. **Lines are added at the end and never changed or removed.** To add some:
//! write the links at the end, let `TIERSCOPE_BLESS=1 cargo test --test links` write what they mean, read it, and put into
//! [`SEALED`] the number of lines and their hash as the failing test names them.
//!
//! `corpus/digests.txt` has the digest of each after some seconds. Those belong to a version of the model: with another
//! `MODEL_VERSION` they are blessed anew, and within one never.

use std::collections::BTreeSet;
use std::fs;
use tierscope::app::page;
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::config::Preset;
use tierscope::scenario::knob::{Domain, Knob};
use tierscope::scenario::wire::{self, MODEL_VERSION};
use tierscope::simulation::Simulation;

/// Lines of the file that nobody changes any more, and their hash.
const SEALED: (usize, u64) = (267, 0xf190_4ecc_0b5e_ebd9);
/// What a script can say beside settings.
const VERBS: &str = "crash restart partition heal promote clone drain maint ready weight maxconn stop deploy rollback freeze thaw slow \
    restore loss reload killworker ramp spike day flash";
/// Seconds of each run.
const SECONDS: u64 = 10;
const LINKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/links/corpus/links.txt");
const DIGESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/links/corpus/digests.txt");

fn links() -> Vec<String> {
    let text = fs::read_to_string(LINKS).expect("the file of links");
    let is_link = |line: &&str| !line.starts_with(['#', '>']);
    text.lines().filter(is_link).map(String::from).collect()
}

fn is_blessed() -> bool {
    std::env::var_os("TIERSCOPE_BLESS").is_some()
}

/// What a link means: its canonical form without what other versions write otherwise, and what is told about it.
fn meaning(text: &str) -> String {
    let (link, mut warnings) = wire::read(text);
    page::Page::read(&link.view.page, &mut warnings);
    let written = wire::write(&link);
    let from = written.find("preset=").expect("every link has a preset");
    let to = written.rfind("&e=").expect("every link has check characters");
    let about: Vec<_> = warnings.iter().map(|warning| warning.about.as_str()).collect();
    let told = if about.is_empty() { String::new() } else { format!(" ! {}", about.join(" ")) };
    format!("> {}{told}", &written[from..to])
}

#[test]
fn every_link_means_what_it_meant() {
    let text = fs::read_to_string(LINKS).expect("the file of links");
    let (mut differing, mut blessed) = (Vec::new(), String::new());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        blessed.push_str(&format!("{line}\n"));
        if line.starts_with('#') {
            continue;
        }
        assert!(!line.starts_with('>'), "no link stands before {line:?}");
        let was = lines.next_if(|line| line.starts_with('>')).unwrap_or("nothing");
        let is = meaning(line);
        if was != is {
            differing.push(format!("{line}\n  meant {was}\n  means {is}"));
        }
        // What a link meant is never blessed away.
        blessed.push_str(&format!("{}\n", if was == "nothing" { is.as_str() } else { was }));
    }
    if is_blessed() && blessed != text {
        fs::write(LINKS, blessed).expect("the file of links");
    }
    assert!(differing.is_empty(), "{} links:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn no_line_was_changed_or_removed() {
    let text = fs::read_to_string(LINKS).expect("the file of links");
    let hash = |lines: &mut dyn Iterator<Item = &str>| {
        let bytes = lines.flat_map(|line| line.bytes().chain([b'\n']));
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let all = text.lines().count();
    let (count, was) = SEALED;
    let is = hash(&mut text.lines().take(count));
    assert!(count > 0 && count <= all && is == was, "a line that others rely on was changed or removed: put it back");
    let new = (all, hash(&mut text.lines()));
    assert_eq!(new.0, count, "new lines are to be sealed: SEALED = ({}, {:#018x})", new.0, new.1);
}

#[test]
fn every_link_gives_the_run_that_it_gave() {
    let stored = fs::read_to_string(DIGESTS).unwrap_or_default();
    let (links, mut blessed) = (links(), format!("model {MODEL_VERSION}, {SECONDS} s\n"));
    for link in &links {
        let mut run = Simulation::new(wire::read(link).0.scenario);
        assert!(run.advance_to(SimTime::ZERO + SimDuration::from_seconds(SECONDS), u64::MAX), "{link}");
        assert_eq!(run.audit(), Ok(()), "{link}");
        blessed.push_str(&format!("{:016x} {link}\n", run.digest()));
    }
    if is_blessed() {
        fs::write(DIGESTS, blessed).expect("the file of digests");
        return;
    }
    let differing: Vec<_> = blessed.lines().filter(|line| !stored.lines().any(|was| was == *line)).collect();
    assert!(differing.is_empty(), "another run now:\n{}", differing.join("\n"));
    assert_eq!(stored, blessed);
}

#[test]
fn there_is_a_link_with_everything_that_a_link_can_say() {
    let links = links();
    assert!(links.len() >= 40);
    let mut said = BTreeSet::new();
    for text in &links {
        let (link, _) = wire::read(text);
        let written = wire::write(&link);
        for pair in written.split('&') {
            let (key, value) = pair.split_once('=').expect("a key and a value");
            said.insert(String::from(key));
            said.insert(String::from(pair));
            for command in value.split(',').filter(|_| key == "do") {
                let verb = command.split(':').next().expect("a verb");
                said.insert(format!("do={verb}"));
            }
        }
    }
    let mut wanted: Vec<String> = VERBS.split_whitespace().map(|verb| format!("do={verb}")).collect();
    wanted.extend(Preset::ALL.iter().map(|preset| format!("preset={}", preset.keyword())));
    wanted.extend(page::PARAMETERS.iter().map(|parameter| String::from(parameter.key)));
    for &knob in Knob::ALL {
        wanted.push(String::from(knob.key));
        if let Domain::Words(words) = knob.domain {
            // The word that goes without saying is never written.
            let is_default = |word: &&str| {
                Preset::ALL
                    .iter()
                    .any(|p| Knob::named(*p, knob.key).is_some_and(|knob| knob.show(&knob.default(*p)) == **word))
            };
            wanted.extend(words.iter().filter(|word| !is_default(word)).map(|word| format!("{}={word}", knob.key)));
        }
    }
    let missing: Vec<_> = wanted.iter().filter(|one| !said.contains(*one)).collect();
    assert!(missing.is_empty(), "add a link (see the top of this file) with {missing:?}");
}
