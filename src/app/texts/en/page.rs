//! English: a page within another one.

use crate::app::texts::Page;
use crate::app::texts::page::Scenario;

pub(super) const TEXTS: Page = Page {
    not_one_of: |key, word, words| format!("{key}: “{word}” is not one of {words}; it is left out."),
    no_lock: |word| format!("lock: “{word}” is no setting; it is left out."),
    no_origin: |word| format!("origin: “{word}” is no origin such as https://example.org; no messages are exchanged."),
    locked: "fixed",
    locked_why: "The page that shows this has fixed it.",
    pop_out: "Open",
    pop_out_why: "Open this run in a tab of its own",
    description: "Description",
    no_patch: "it needs either a query or a patch, which is an object of settings",
    no_value: "a value is a text, a number, true or false",
    no_command: |word| format!("“{word}” is no command, or lacks what it needs"),
    no_thing: |word| format!("there is no “{word}” to ask for here"),
    halted: "The run ended: it holds more requests than the page can.",
    scenario: SCENARIO,
};

const SCENARIO: Scenario = Scenario {
    load: |rate, writes, files| {
        format!("Clients send {rate} requests per second, {writes} of them writes and {files} static files.")
    },
    users: |n| format!("{n} users click, read and click again."),
    queue: |rate, workers| match workers {
        1 => format!("{rate} requests per second wait for 1 worker."),
        n => format!("{rate} requests per second are spread over {n} servers of one worker each."),
    },
    balanced: |algorithm, servers, mode, up| {
        format!("HAProxy spreads them by {algorithm} over {servers} servers ({mode}), of which {up} are UP.")
    },
    direct: |machine| format!("They come to {machine} without a load balancer."),
    databases: |primary, replicas| format!("MySQL: the primary is on {primary}, replicas are on {replicas}."),
    database: |primary| format!("MySQL is on {primary}, without a replica."),
    no_primary: "MySQL has no primary now: nothing accepts writes.",
    well: "Nothing is broken now.",
    broken: |things| format!("Broken now: {things}."),
    more: |n| format!("and {n} more"),
};
