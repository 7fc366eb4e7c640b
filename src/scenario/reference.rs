//! The table of knobs as a page of documentation. Knows the rows; every text in it is theirs.

use super::knob::{Group, Knob};
use super::script::{LATEST, MOST_COMMANDS};
use crate::model::config::Preset;
use core::fmt::Write;

/// What stands before the tables.
const INTRODUCTION: &str = "\
# Knobs

<!-- Written by `TIERSCOPE_BLESS=1 cargo test --test links` from the table in `src/scenario/knobs/`: change that. -->

A link is a query string: `v` (version of the link's grammar), `m` (version of the model), `preset`, the knobs below
that differ from the preset, `do` (timed commands), `seed`, and at the end `e`, two check characters. Keys that are not
known are kept and named in a notice; so is every value that could not be used as it stands. `since` is the version of
the grammar that first had a key. For programs, [schema.json](schema.json) says the same as a JSON Schema.

- Times have a unit: `50us`, `20ms`, `1.5s`, `1m`.
- Distributions are given by their mean and, where they have one, their coefficient of variation (CV, from 0.01 to 10):
  `const:100ms`, `exp:100ms`, `lognormal:100ms:2`, `gamma:8ms:0.7`.
- Shares are numbers from 0 to 1; `static` and `write` together are at most 1. In preset `distributed`
  `replicas` is at most one less than `srv`.
- In preset `queue` the arrival rate is `rho` x `srv` x `workers` / mean of `service`, with `rho` 0.8 unless `rho` or
  `rps` is given; where both are, `rps` is used. A link is written with the shorter of the two.
- Preset `simple` has one server and neither HAProxy nor a failover manager nor replicas: it has no knob of theirs, nor
  `srv`, `lan` and `lanloss`.
- Defaults marked (queue) are those of preset `queue`, which has only these knobs and `lb`, `preset` and `seed`.
";

/// What stands behind the tables.
const VIEW: &str = "\
## View

How a page shows the run; no part of the run.

| key | what it does |
|---|---|
| `t` | Open at this instant, paused unless `play=1`: `t=12.5s`. |
| `play` | Whether to start playing: `1` or `0`. |
| `lang` | Language of the page: `en`, `es` or `fr`. |
";

/// The page, in Markdown.
pub fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    let groups = [
        (Group::Load, "Load"),
        (Group::Servers, "Servers"),
        (Group::Balancer, "HAProxy"),
        (Group::Database, "Database"),
        (Group::Network, "Network"),
        (Group::Run, "Run"),
    ];
    for (group, title) in groups {
        page.push_str(&format!(
            "\n## {title}\n\n| key | name | what it does | range | default | change | since |\n|---|---|---|---|---|---|---|\n"
        ));
        for knob in Knob::ALL.iter().filter(|knob| knob.group == group) {
            page.push_str(&row(knob));
        }
    }
    page.push_str(&commands());
    page.push_str(VIEW);
    page
}

/// A knob's row.
fn row(knob: &Knob) -> String {
    let shown = |preset| format!("`{}`", knob.show(&knob.default(preset)));
    let default = match knob.presets {
        [only @ (Preset::Queue | Preset::Dedicated | Preset::Simple)] => {
            format!("{} ({})", shown(*only), only.keyword())
        }
        [first, rest @ ..] if knob.key != "preset" && rest.iter().any(|&preset| shown(preset) != shown(*first)) => {
            format!("{}, {} (queue)", shown(*first), shown(Preset::Queue))
        }
        presets => presets.first().map_or(String::new(), |&preset| shown(preset)),
    };
    let unit = if knob.unit.is_empty() || knob.unit == "%" { String::new() } else { format!(" {}", knob.unit) };
    let change = if knob.live { "at any time" } else { "new run" };
    let (key, label, sentence, range) = (knob.key, knob.label, knob.sentence, knob.domain.range());
    format!("| `{key}` | {label} | {sentence} | {range}{unit} | {default} | {change} | {} |\n", knob.since)
}

/// The grammar of `do`.
fn commands() -> String {
    let mut text = String::from("\n## Commands\n\n");
    let _ = writeln!(
        text,
        "`do=` is a list of at most {MOST_COMMANDS} commands, `what:whom@when`, with commas between them; `when` is a\n\
         whole millisecond from the start of the run to {} s. A command happens before everything else of its instant.\n",
        LATEST.as_seconds()
    );
    text.push_str(
        "| command | what it does |\n|---|---|\n\
         | `crash:server-1@12s` | A machine goes off: `lb-1`, `server-1`, `db-1` ... |\n\
         | `crash:server-1.nginx@12s` | A process is killed: `nginx`, `app`, `mysqld` of a server, `mysqld` of `db-1`, `haproxy`, `manager` of \
         `lb-1`. |\n\
         | `restart:server-1@30s` | A machine comes on with all its processes, or a process starts. |\n\
         | `partition:lb-1~server-1@5s` | A link carries nothing: `client~lb-1`, `lb-1~server-1`, \
         `server-1~server-2`, `server-1~db-1`, `db-1~db-2` ... |\n\
         | `heal:lb-1~server-1@9s` | It carries again. |\n\
         | `promote:server-2@20s` | The database of this machine becomes the primary. |\n\
         | `drain:server-2@5s` | HAProxy sends no new requests there; `maint:` takes it out, `ready:` takes it back. |\n\
         | `weight:server-2:50@5s` | HAProxy gives it this weight, 0 to 256; all begin with 1. |\n\
         | `maxconn:server-2:30@5s` | HAProxy lets it have so many requests at once; 0 for no limit. |\n\
         | `stop:server-1.app@5s` | The application there finishes its pages and stops (SIGTERM). |\n\
         | `deploy:v2@5s` | New code goes to all servers; `deploy:v2:rolling` goes from one to the next, each drained \
         meanwhile, `deploy:v2:canary` to one of those in use, `canary-0.5` to a share of them. A version may have a \
         flaw: `v2-errors-0.3` fails that share of its pages, `v2-slow-4` works so many times as long, `v2-sleeps-0.01` \
         and `v2-hangs-0.01` never end a share of them, which can be interrupted or not. |\n\
         | `rollback:all@9s` | The code of before the last deployment goes back, `all`, `rolling` or `canary`. |\n\
         | `rps:350@40s` | A knob that can change at any time is set. |\n\n",
    );
    text
}
