//! The texts of a page within another one: what it cannot do, where it leads, what it shows in words.

use super::aloud::Aloud;
use super::schema::room;

room! {
    /// Texts of a page within another one.
    Page = "page" after Aloud with { scenario: Scenario };

    /// Mark of what is locked.
    locked;
    /// The same, explained.
    locked_why;
    /// Link to a page of its own.
    pop_out;
    /// The same, explained.
    pop_out_why;
    /// Button and title: the description.
    description;
    /// To a host: what it wants set is neither a link nor a list of settings.
    no_patch;
    /// To a host: what it wants a setting to be is neither text nor number nor switch.
    no_value;
    /// To a host: this command is not known, or lacks what it needs.
    no_command(word);
    /// To a host: there is no such thing to ask for.
    no_thing(word);
    /// To a host: the run ended because it holds too much.
    halted;
}

room! {
    /// The sentences of which the description is made. Figures come in as they are written on the screen.
    Scenario = "scenario" after Page;

    /// Requests per second, the share of writes, the share of files.
    load(rate, writes, files);
    /// So many users who click and read.
    users(n: count);
    /// Requests per second to so many workers of a queue.
    queue(rate, n: count);
    /// The algorithm, how many servers, which of them take part, how many HAProxy holds for up.
    balanced(algorithm, n: count, mode, up);
    /// They come to this server.
    direct(machine);
    /// The primary databases and the replicas.
    databases(primary, replicas);
    /// A database alone.
    database(primary);
    /// No database accepts writes.
    no_primary;
    /// Nothing is broken.
    well;
    /// These things are broken.
    broken(things);
    /// So many more things.
    more(n);
}
