//! The texts of what is said aloud, and of the page about who can use the page.

use super::schema::room;
use super::statistics::Statistics;
use crate::app::announcer::Verbosity;
use crate::app::page::Motion;

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
    /// Name of the list: how much moves.
    motions;
    /// A choice.
    motion of Motion { Auto, Full, Reduced, None };
    /// It was chosen.
    moves(motion);
    /// All charts are tables now.
    tables;
    /// All charts are pictures now.
    pictures;
    /// Switch: the run is heard.
    sound;
    /// What is heard.
    sound_sentence;
    /// It is heard from now on.
    sounds;
    /// It is not any more.
    silence;
    /// Link to the page that says who can use this one, and how.
    statement;
}
