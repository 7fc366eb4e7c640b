//! The texts of HAProxy's own statistics. Names of columns are HAProxy's and stand in no table of a language.

use crate::model::balancer::Admin;
use crate::model::id::MachineId;

/// Texts of the table.
#[derive(Debug)]
pub struct Statistics {
    /// Button: opens the table.
    pub open: &'static str,
    /// Title.
    pub title: &'static str,
    /// What the table is.
    pub sentence: &'static str,
    /// Heading over the percentiles of the response time, which HAProxy does not have.
    pub responses: &'static str,
    /// Name of a server's field for its weight.
    pub weight: fn(MachineId) -> String,
    /// Name of a server's field for its limit.
    pub maxconn: fn(MachineId) -> String,
    /// Name of a server's list of states.
    pub state: fn(MachineId) -> String,
    /// A state that a server can be ordered to.
    pub admin: fn(Admin) -> &'static str,
    /// The table as text.
    pub csv: &'static str,
    /// Button.
    pub copy: &'static str,
    /// The text was copied.
    pub copied: &'static str,
    /// It could not be copied; how to do it by hand.
    pub press_copy: &'static str,
}
