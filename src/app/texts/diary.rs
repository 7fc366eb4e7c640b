//! The texts of one client's view: what the client who is followed says.

use super::export::Export;
use super::schema::room;
use crate::model::observation::Kind;

room! {
    /// Texts of one client's view. Figures come in as they are written on the screen.
    Diary = "diary" after Export;

    /// Button: follows a client.
    open;
    /// Title: the client's number.
    title(n);
    /// What it is: of so many clients, since when.
    sentence(of: count, since);
    /// Field: the number of the client.
    number;
    /// Button: one who is hit by what goes wrong.
    hit;
    /// Button: one who comes as often as a person does.
    usual;
    /// Button: the client whose request is shown.
    of_request;
    /// Button: nobody any more.
    stop;
    /// In place of the lines, where there is none.
    empty;
    /// What the client wants.
    wish of Kind { Static, Read, Write };
    /// A request that takes long.
    waiting(wish, since);
    /// An answer without more to say.
    got(wish, status, time);
    /// A file came.
    file(status, server, time);
    /// Several files came.
    files(n: count);
    /// A page came.
    read(status, server, time);
    /// A write was answered.
    posted(status, server, time);
    /// No answer, but a status and why.
    refused(wish, status, time, why);
    /// Not even a status.
    cut(wish, time, why);
    /// The client's patience is over.
    gave_up(time, wish);
    /// Behind that: another try follows.
    again;
    /// Behind that: the write was done nevertheless.
    stored;
    /// The page lacked the client's write of this instant, as this database is behind.
    not_yet(post, machine, behind);
    /// The same where that instant is not known.
    not_yet_last(machine, behind);
    /// The page showed what another client had changed.
    outdated(machine, behind);
    /// The write of this instant is lost.
    gone(post);
    /// The same where that instant is not known.
    gone_last;
    /// The write of this instant is lost, and its client has not seen it.
    unaware(post);
    /// The same where that instant is not known.
    unaware_last;
    /// Why: another database became the primary.
    promoted(machine, at);
    /// Why: the primary does not have it.
    nowhere;
    /// A login, the session being in the shared store.
    logged_in;
    /// A login, the session being in this server's memory.
    logged_in_at(machine);
    /// The application that held the session has started anew.
    restarted(machine);
    /// The application that held the session is gone, and another server does not know it.
    gone_with(held, machine);
    /// Another server than the one that holds the session makes the page.
    elsewhere(held, machine);
    /// Sessions are kept in another way now.
    moved;
}
