//! The texts of what is said aloud, and of the page about who can use the page.

use super::schema::room;
use super::statistics::Statistics;
use crate::app::announcer::Verbosity;

room! {
    /// Texts of what is said aloud.
    Aloud = "aloud" after Statistics;

    /// Name of the list: how much is said.
    list;
    /// A choice.
    verbosity of Verbosity { Off, Events, Summary };
    /// A summary: the latest turn, errors, the response time.
    lately(what);
    /// So many requests ended without an answer.
    errors(n: count);
    /// The response time before and now.
    p99(before, after);
    /// Link to the page that says who can use this one, and how.
    statement;
}
