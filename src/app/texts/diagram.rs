//! The texts of the diagram and its marks.

use super::schema::room;
use super::shell::Broken;
use crate::model::balancer::Admin;
use crate::model::id::{LinkId, MachineId, Process};
use crate::snapshot::Role;

room! {
    /// Texts of the diagram and its marks. Figures come in as they are written on the screen.
    Diagram = "diagram" after Broken with { state: State, acts: Acts, labels: Labels, marks: Marks };

    /// Name of the diagram.
    region;
    /// How it is used with a keyboard.
    keys;
    /// All clients together.
    clients;
    /// A process, as it is called on its machine.
    process of Process { Haproxy, Manager, Nginx, App, Mysqld };
}

room! {
    /// Words for what is.
    State = "state" after Diagram;

    /// Requests per second.
    per_second(n);
    /// Requests on their way.
    in_flight(n: count);
    /// Users of a closed workload.
    users(n: count);
    /// Share of requests that were not answered lately.
    unanswered(share);
    /// A machine or process that is on.
    on;
    /// A machine that is off.
    off;
    /// A process that was killed.
    killed;
    /// Something that is frozen.
    frozen;
    /// Something that takes so many times as long as usual.
    slow(factor);
    /// A link that loses this share of what it carries.
    loses(share);
    /// Since an instant.
    since(instant);
    /// On again, since an instant.
    on_since(instant);
    /// The workers of the bare queue.
    workers;
    /// Share of the processor.
    cpu(share);
    /// Open connections or requests.
    open(n: count);
    /// Connection slots in use, of so many.
    slots(used: count, all: count);
    /// Requests that wait.
    queue(n: count);
    /// Requests that wait for a server's connection.
    connecting(n: count);
    /// Connections whose SYN was dropped.
    dropped(n: count);
    /// A server that takes part.
    active;
    /// A server in reserve.
    backup;
    /// New requests may go to it.
    in_use;
    /// A server in reserve that takes part now.
    backup_in_use;
    /// A machine is off and HAProxy does not know yet.
    still_up;
    /// A machine is on again and HAProxy does not use it yet.
    still_down;
    /// [`State::still_up`] in the space of a tile.
    still_up_short;
    /// [`State::still_down`] in the space of a tile.
    still_down_short;
    /// What HAProxy says of a server.
    haproxy_says(status);
    /// The weight with which HAProxy counts a server now.
    weight(n);
    /// The same in the space of a row.
    weight_short(n);
    /// Requests that wait for one server.
    queued(n: count);
    /// What a database is.
    role of Role { Primary, Replica, Out };
    /// The primary that became it during the run.
    promoted;
    /// A server without a database.
    no_database;
    /// Refuses writes.
    read_only;
    /// Has everything that the primary has.
    in_step;
    /// Behind by a time and so many transactions.
    lag(time, n: count);
    /// The same in the space of a cell.
    lag_short(n: count);
    /// Transactions that the primary does not have.
    errant(n: count);
    /// Acknowledged writes that are lost.
    lost(n: count);
    /// A replica that hears nothing from its source.
    source_lost;
    /// A link that carries nothing.
    cut;
    /// Messages that wait until it carries again.
    held(n: count);
    /// The manager promotes by itself.
    automatic;
    /// A person promotes.
    manual;
    /// The primary as the manager knows it.
    primary_is(machine);
    /// It knows none.
    no_primary;
    /// A database that has not answered so many probes in a row.
    misses(machine, n: count);
    /// It promotes this one.
    promoting(machine);
    /// Servers that HAProxy sees up, of so many.
    servers_up(up, all);
    /// The version of an application where others run another.
    one_of_versions(version);
    /// The version of the files on its disk, where that is another.
    files(version);
    /// An application that finishes its pages and stops.
    stopping;
    /// Workers that start.
    booting(n: count);
    /// Connections of a pool, all in use, and pages that wait for one.
    pool(busy, waiting);
    /// Workers whose page never ends.
    stuck(n: count);
}

room! {
    /// What can be done.
    Acts = "acts" after State;

    /// Name of the list of what can be done.
    title(name);
    /// A machine goes off.
    switch_off;
    /// A machine comes on.
    switch_on;
    /// A process is killed.
    kill_process(name);
    /// A process is started.
    start_process(name);
    /// A link is cut.
    cut_link(name);
    /// A link is mended.
    mend_link(name);
    /// Something is frozen.
    freeze;
    /// It goes on.
    thaw;
    /// Something takes so many times as long.
    slow(factor);
    /// A link loses this share of what it carries.
    lose(share);
    /// What was slow or lossy is as usual.
    restore;
    /// A replica becomes the primary.
    promote;
    /// An application finishes its pages and stops.
    stop;
    /// New code goes from server to server.
    deploy(version);
    /// Code with a flaw goes to one server.
    deploy_bad(version);
    /// The code of before goes back, from server to server.
    roll_back(version);
    /// A database is cloned anew.
    clone;
    /// A process that cannot be started.
    machine_off(machine);
    /// A process without which it cannot be done.
    not_running_process(name);
    /// HAProxy is told to treat a server so.
    order of Admin { Ready, Drain, Maint };
    /// Closes the list.
    close;
}

room! {
    /// Names of things for those who do not see them.
    Labels = "labels" after Acts;

    /// A machine that is on.
    on;
    /// A machine that is off.
    off;
    /// A process that was killed.
    killed;
    /// The clients.
    clients(offered, in_flight: count);
    /// Workers at work, of so many.
    workers(busy, all);
    /// The last checks: passed, of so many.
    checks(passed, all);
    /// Position in the binlog.
    position(n: count);
    /// Algorithm and mode.
    balances(algorithm, mode);
    /// Requests per second over a link.
    carries(n);
    /// A link over which one server replicates from another.
    replicates(replica, source);
}

room! {
    /// The marks and their scale.
    Marks = "marks" after Labels;

    /// Name of the legend.
    legend;
    /// A page that reads.
    read;
    /// A static file.
    static_file;
    /// A page that writes.
    write;
    /// Waits.
    waiting;
    /// Tried again.
    retried;
    /// Failed.
    failed;
    /// Ran out of time.
    timed_out;
    /// A transaction on its way to a replica.
    replication;
    /// Requests for one mark.
    one_for(n: count);
    /// How many times slower each is shown.
    slower(n);
    /// How many times faster.
    faster(n);
    /// At the speed at which it happened.
    as_it_was;
    /// In slow motion: so many times slower than real, and what is lengthened beyond it.
    true_place(n);
    /// Without motion: numbers and widths say it.
    still;
}

impl Diagram {
    /// A link, by its two ends.
    pub fn link(&self, link: LinkId) -> String {
        let name = |machine: MachineId| {
            if machine == MachineId::CLIENT { self.clients().to_owned() } else { machine.to_string() }
        };
        let [one, other] = link.ends().map(name);
        format!("{one} – {other}")
    }

    /// A process is killed.
    pub fn kill(&self, process: Process) -> String {
        self.acts.kill_process(self.process(process))
    }

    /// A process is started.
    pub fn start(&self, process: Process) -> String {
        self.acts.start_process(self.process(process))
    }

    /// A process without which something cannot be done.
    pub fn not_running(&self, process: Process) -> String {
        self.acts.not_running_process(self.process(process))
    }

    /// A link is cut.
    pub fn cut(&self, link: LinkId) -> String {
        self.acts.cut_link(self.link(link))
    }

    /// A link is mended.
    pub fn heal(&self, link: LinkId) -> String {
        self.acts.mend_link(self.link(link))
    }
}
