//! English: HAProxy's own statistics.

use crate::app::texts::Statistics;

pub(super) const TEXTS: Statistics = Statistics {
    open: "HAProxy statistics",
    title: "HAProxy statistics",
    sentence: "What HAProxy's own page would show of this run, under its names, and what it lacks: percentiles of the response \
               time, as clients saw it since the start. Weights, limits and states can be changed here as by its runtime API; what it would refuse is refused.",
    responses: "Response time, ms",
    weight: |server| format!("Weight of {server}"),
    maxconn: |server| format!("Requests at once of {server}, 0 for no limit"),
    state: |server| format!("State of {server}"),
    admin: |admin| admin.keyword(),
    csv: "The same as CSV, in the order of HAProxy's columns",
    copy: "Copy CSV",
    copied: "Copied.",
    press_copy: "Not allowed here: select the text and press Ctrl+C.",
};
