//! The texts of a site in trouble: what the figures say when nothing is answered, and what is asked beyond what can be carried.

use super::guide::Tour;
use super::schema::room;

room! {
    /// Texts of a site in trouble, and of what its figures rest on.
    Vitals = "vitals" after Tour;

    /// The hero's title while nothing, or next to nothing, is answered.
    waiting;
    /// Below it: for how long.
    silent(seconds);
    /// The same where a few were answered in the last second.
    few(answered: count, arrived: count);
    /// Below that: what the hero said before.
    before(p99, seconds);
    /// Below the figures: over how long rates are means, here and in the charts.
    window(seconds);
    /// How far a binlog is.
    position(n: count);
    /// A primary whose commits wait for a replica.
    semi_sync;
    /// A primary whose commits wait for nobody.
    async_;
    /// The log: more is asked than a tier carries.
    beyond(tier, asked, carried);
    /// The log: the site carries again what is asked.
    within(tier, asked, carried);
    /// A legend's name: how marks are shown, where each is a request.
    each_mark;
    /// The same where marks are a sample.
    flow;
    /// Legend: a worker whose page waits for something else.
    half_cell;
    /// Legend: checks that passed and failed, in their order.
    checks;
    /// Legend: the outline of a server that gets requests.
    in_use;
    /// Legend: the link to a server in reserve.
    idle_link;
    /// Legend: the link to a server that HAProxy holds for DOWN.
    down_link;
    /// Legend: the bar below a database.
    caught_up;
    /// Legend: turned away before any work.
    refused;
}
