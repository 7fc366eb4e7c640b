//! English: the diagram and its marks.

use crate::app::format;
use crate::app::texts::diagram::{Acts, Diagram, Labels, Marks, State};
use crate::model::balancer::Admin;
use crate::model::id::{LinkId, MachineId, Process};
use crate::snapshot::Role;

pub(super) const TEXTS: Diagram = Diagram {
    region: "Diagram of the infrastructure",
    keys: "Arrow keys go from thing to thing along the links. Enter shows it from inside, and what can be done with it.",
    clients: "clients",
    process,
    link,
    state: STATE,
    acts: ACTS,
    labels: LABELS,
    marks: MARKS,
};

const STATE: State = State {
    per_second: |n| format!("{n} req/s"),
    in_flight: |n| format!("{n} in flight"),
    unanswered: |share| format!("{share} errors"),
    on: "on",
    off: "OFF",
    killed: "KILLED",
    frozen: "FROZEN",
    slow: |factor| format!("{factor}× SLOWER"),
    loses: |share| format!("loses {share}"),
    since: |instant| format!("since {instant}"),
    on_since: |instant| format!("on since {instant}"),
    workers: "workers",
    cpu: |share| format!("cpu {share}"),
    open: |n| format!("{n} open"),
    slots: |used, all| format!("{used} of {all} slots"),
    queue: |n| format!("queue {n}"),
    connecting: |n| format!("{n} connecting"),
    dropped: |n| format!("{n} SYN dropped"),
    active: "active",
    backup: "backup",
    in_use: "in use",
    backup_in_use: "backup, in use",
    still_up: "HAProxy still says UP",
    still_down: "HAProxy still says DOWN",
    still_up_short: "HAProxy UP",
    still_down_short: "HAProxy DOWN",
    haproxy_says: |status| format!("HAProxy says {status}"),
    weight: |n| format!("weight {n}"),
    weight_short: |n| format!("w{n}"),
    queued: |n| format!("{n} queued"),
    role,
    promoted: "primary, promoted",
    no_database: "no database here",
    read_only: "read-only",
    in_step: "in step",
    lag: |time, n| format!("lag {time} · {n} trx"),
    lag_short: |n| format!("−{n}"),
    errant: |n| format!("{n} errant"),
    lost: |n| match n {
        1 => "1 write lost".to_owned(),
        _ => format!("{} writes lost", format::count(n)),
    },
    source_lost: "source silent",
    cut: "cut",
    held: |n| format!("{n} held"),
    automatic: "automatic",
    manual: "manual",
    primary_is: |machine| format!("primary: {machine}"),
    no_primary: "no primary",
    misses: |machine, n| match n {
        1 => format!("{machine}: 1 probe missed"),
        _ => format!("{machine}: {n} probes missed"),
    },
    promoting: |machine| format!("promoting {machine} …"),
    servers_up: |up, all| format!("{up} of {all} UP"),
    one_of_versions: |version| format!("{version}, others run another version"),
    files: |version| format!("files of {version}"),
    stopping: "stops",
    booting: |n| match n {
        1 => "1 worker starts".to_owned(),
        _ => format!("{n} workers start"),
    },
    pool: |busy, waiting| format!("{busy} connections, {waiting} wait for one"),
    stuck: |n| format!("{n} stuck"),
};

const ACTS: Acts = Acts {
    title: |name| format!("What to do with {name}"),
    switch_off: "Switch off",
    switch_on: "Switch on",
    kill: |name| format!("Kill {}", process(name)),
    start: |name| format!("Start {}", process(name)),
    cut: |id| format!("Cut the link {}", link(id)),
    heal: |id| format!("Mend the link {}", link(id)),
    freeze: "Freeze",
    thaw: "Thaw",
    slow: |factor| format!("Slow down {factor} times"),
    lose: |share| format!("Lose {share} of what it carries"),
    restore: "As it was before",
    promote: "Make it the primary",
    stop: "Let it finish its pages and stop",
    deploy: |version| format!("Deploy {version}, one server after the other"),
    deploy_bad: |version| format!("Deploy a bad {version} to one server (canary)"),
    roll_back: |version| format!("Roll back to {version}"),
    clone: "Clone it anew from the primary",
    machine_off: |machine| format!("{machine} is off"),
    not_running: |name| format!("{} does not run", process(name)),
    order: |state| match state {
        Admin::Ready => "HAProxy: make it ready",
        Admin::Drain => "HAProxy: drain it",
        Admin::Maint => "HAProxy: maintenance",
    },
    close: "Close",
};

const LABELS: Labels = Labels {
    on: "on",
    off: "off",
    killed: "killed",
    clients: |offered, in_flight| format!("clients, {offered} requests per second, {in_flight} in flight"),
    workers: |busy, all| format!("{busy} of {all} workers busy"),
    checks: |passed, all| format!("{passed} of the last {all} checks passed"),
    position: |n| format!("position {n}"),
    balances: |algorithm, mode| format!("{algorithm}, {mode}"),
    carries: |n| format!("{n} requests per second"),
    replicates: |replica, source| format!("{replica} replicates from {source}"),
};

const MARKS: Marks = Marks {
    legend: "What the marks mean",
    read: "read",
    static_file: "static",
    write: "write",
    waiting: "waiting",
    retried: "tried again",
    failed: "failed",
    timed_out: "timed out",
    replication: "replication",
    one_for: |n| match n {
        "1" => "1 mark = 1 request".to_owned(),
        _ => format!("1 mark = {n} requests"),
    },
    slower: |n| format!("each shown about {n} times slower than it was"),
    faster: |n| format!("each shown about {n} times faster than it was"),
    as_it_was: "each shown as fast as it was",
    true_place: |n| format!("time runs {n} times slower; hops shorter than 0.1 s are shown for 0.1 s"),
    still: "Motion is reduced: widths and numbers on the links say how much they carry.",
};

const fn process(process: Process) -> &'static str {
    match process {
        Process::Haproxy => "haproxy",
        Process::Manager => "manager",
        Process::Nginx => "nginx",
        Process::App => "app",
        Process::Mysqld => "mysql",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Primary => "primary",
        Role::Replica => "replica",
        Role::Out => "out",
    }
}

fn link(link: LinkId) -> String {
    let name = |machine: MachineId| {
        if machine == MachineId::CLIENT { "clients".to_owned() } else { machine.to_string() }
    };
    let [one, other] = link.ends().map(name);
    format!("{one} – {other}")
}
