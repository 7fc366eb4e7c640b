//! The texts of HAProxy's own statistics. Names of columns and of states are HAProxy's and stand in no file of a language.

use super::log::Deploys;
use super::schema::room;

room! {
    /// Texts of the table.
    Statistics = "statistics" after Deploys;

    /// Button: opens the table.
    open;
    /// Title.
    title;
    /// What the table is.
    sentence;
    /// Heading over the percentiles of the response time, which HAProxy does not have.
    responses;
    /// Name of a server's field for its weight.
    weight(server);
    /// Name of a server's field for its limit.
    maxconn(server);
    /// Name of a server's list of states.
    state(server);
    /// The table as text.
    csv;
    /// Button.
    copy;
    /// The text was copied.
    copied;
    /// It could not be copied; how to do it by hand.
    press_copy;
}
