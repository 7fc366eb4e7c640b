//! English: the frame of the page.

use super::counted;
use crate::app::texts::Shell;
use crate::app::texts::shell::{Broken, Keys, Knobs, Notices, Sharing};
use crate::model::balancer::Algorithm;
use crate::model::config::Preset;
use crate::model::shape::Course;
use crate::scenario::knob::Group;

pub(super) const TEXTS: Shell = Shell {
    skip: "Skip to the diagram",
    tagline: "A distributed web infrastructure at work",
    title: |preset| format!("{preset} · Tierscope"),
    transport: "Run",
    play: "Play",
    pause: "Pause",
    step_forward: "Next change",
    step_back: "Change before",
    restart: "Restart this run",
    speed: "Speed",
    slower: "Slower",
    faster: "Faster",
    limit: |speed| format!("max {speed}"),
    limit_why: |speed| format!("This machine computes at most {speed} of this run."),
    time: "Simulated time",
    going_to: |instant| format!("going to {instant}"),
    preset_list: "Preset",
    preset: |preset| match preset {
        Preset::Distributed => "Distributed web infrastructure",
        Preset::Dedicated => "Dedicated databases",
        Preset::Simple => "One machine",
        Preset::Queue => "Bare queue",
    },
    share: "Share",
    help: "Keys",
    close: "Close",
    tabs: "Parts of the page",
    watch: "Watch",
    control: "Control",
    charts: "Charts",
    log: "Log",
    timeline: "Time line",
    instant: "Instant of the run",
    go_to: "Go to",
    mark: |instant, text| format!("{instant}: {text}"),
    mark_ahead: |instant, text| format!("{instant}, still to come: {text}"),
    and_more: |n| format!("and {n} more"),
    not_an_instant: "Write an instant in seconds, such as 12.5",
    clear: "Forget all commands",
    knobs: KNOBS,
    notices: NOTICES,
    sharing: SHARING,
    keys: KEYS,
    copied: "Link copied.",
    press_copy: "Press Ctrl+C to copy the link.",
    more_in_log: |n| format!("And {} in the log.", counted(n as u64, "more event", "more events")),
    broken: Broken {
        title: "Something in Tierscope broke",
        sentence: "This is a mistake in the program, not in what you did. The link below repeats the run up to it; please \
                   report it.",
        again: "Start this run again",
        fresh: "Start afresh",
    },
};

const KNOBS: Knobs = Knobs {
    group: |group| match group {
        Group::Load => "Load",
        Group::Balancer => "Balancer",
        Group::Servers => "Servers",
        Group::Database => "Database",
        Group::Network => "Network",
        Group::Run => "Run",
    },
    more: |n| format!("{n} more"),
    settings: |n| counted(n as u64, "setting", "settings"),
    explain: "Explain",
    courses: "Courses of the load",
    course: |course| match course {
        Course::Ramp => "Ramp",
        Course::Spike => "Spike",
        Course::Day => "Days",
        Course::Flash => "Crowd",
    },
    new_run: "new run",
    new_run_why: "Changing this starts a new run.",
    usually: |value| format!("changed; usually {value}"),
    less: |label| format!("{label}: less"),
    more_of: |label| format!("{label}: more"),
    field: |label| format!("{label}, value"),
    percent: |low, high| format!("a share from {low} to {high}"),
    is_not: |typed, what| format!("“{typed}” is not {what}."),
    was: |typed, what| format!("“{typed}” {what}."),
    on: "on",
    off: "off",
    reseed: "Another seed",
    word: |key, word| if key == "lb" { Algorithm::from_keyword(word).map(algorithm) } else { None },
};

/// What an algorithm does, and what it costs.
fn algorithm(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RoundRobin => {
            "In turn, smoothly by weight. Cheap and fair in numbers, blind to how busy a server is."
        }
        Algorithm::StaticRr => {
            "In turn over a fixed table. The cheapest choice, but weights cannot change and a returned server gets no \
             smooth start."
        }
        Algorithm::LeastConn => {
            "The fewest open requests for its weight. Levels slow and fast servers; one that fails fast looks idle and \
             draws everybody."
        }
        Algorithm::First => {
            "The first by id that has room. Keeps the others free to be switched off; needs maxconn, and has no balance."
        }
        Algorithm::Source => {
            "The client's address decides. Clients stay with their server, loads are as uneven as clients are, and a \
             lost server moves nearly all on a table."
        }
        Algorithm::Uri => {
            "What is asked for decides. Each server's caches hold a part of the site; a popular page burdens one server."
        }
        Algorithm::UrlParam => {
            "A parameter of the query decides, here user. Requests without it go in turn; one busy user burdens one server."
        }
        Algorithm::Hdr => "A header decides, here X-User. As url_param, for what is not in the address.",
        Algorithm::Random => {
            "The less loaded of a few drawn servers. Nearly as level as leastconn without its order to keep; needs no \
             agreement between balancers."
        }
    }
}

const NOTICES: Notices = Notices {
    region: "Notices",
    dismiss: "Dismiss",
    link: "This link was not taken entirely as it is written",
    dropped: |n, instant| match n {
        1 => format!("You changed the past: 1 command after {instant} was dropped."),
        n => format!("You changed the past: {n} commands after {instant} were dropped."),
    },
    new_run: |label, kept, dropped| {
        let begun = format!("{label} is fixed for a run, so a new run began.");
        let again = match kept {
            0 => String::new(),
            1 => " Its 1 command will happen again.".to_owned(),
            n => format!(" Its {n} commands will happen again."),
        };
        let gone = match dropped {
            0 => String::new(),
            1 => " 1 command does not fit it and was dropped.".to_owned(),
            n => format!(" {n} commands do not fit it and were dropped."),
        };
        begun + &again + &gone
    },
    fitted: |label, wanted, got| {
        format!("{label}: {wanted} does not fit beside the other settings; {got} is used instead.")
    },
    halted: |instant, most| {
        format!(
            "The run ended at {instant}: {most} requests are in the system at once, and this page holds no more. \
             Lower the load, or go back and help the servers."
        )
    },
    too_long: "This run has more commands than a link can hold. The address keeps the last link that fits.",
};

const SHARING: Sharing = Sharing {
    title: "Share this run",
    sentence: "The link holds the settings, the seed and everything you did, with its time. Whoever opens it sees the same \
               run, event for event.",
    link: "Link to this run",
    copy: "Copy link",
    with_instant: |instant| format!("Open at {instant}, paused"),
    seed: "Seed",
    model: "Model version",
    events: "Events so far",
    digest: |instant| format!("Digest at {instant}"),
    digest_why: "Two runs with the same digest at the same instant are the same run.",
};

const KEYS: Keys = Keys {
    title: "Keys",
    sentence: "They work while you are not typing in a field.",
    switch: "Use these keys",
    list: &[
        (&["Space", "K"], "play or pause"),
        (&["."], "next change"),
        (&[","], "change before"),
        (&["["], "slower"),
        (&["]"], "faster"),
        (&["R"], "restart this run"),
        (&["S"], "share"),
        (&["H"], "HAProxy statistics"),
        (&["D"], "description"),
        (&["?"], "these keys"),
        (&["Esc"], "close"),
    ],
};
