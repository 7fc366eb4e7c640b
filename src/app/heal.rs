//! What has to be done so that nothing is broken any more. Knows no screen; `diagram/deed.rs` knows what can be done with one thing.

use super::diagram::{is_on, runs};
use crate::model::command::Fault;
use crate::model::id::{MachineId, Part, Process, Target};
use crate::scenario::Act;
use crate::snapshot::Snapshot;

/// The acts that end every fault: links first, so that who comes up finds whom it looks for, then machines, then processes.
pub fn acts(snapshot: &Snapshot) -> Vec<Act> {
    let mut acts: Vec<Act> = snapshot.cut_links.iter().map(|view| Act::Heal(view.link)).collect();
    acts.extend(snapshot.troubles.iter().map(|trouble| Act::Fault(Fault::Restore(Part::Link(trouble.link)))));
    acts.extend(snapshot.frozen.iter().map(|(target, _)| Act::Fault(Fault::Thaw(*target))));
    acts.extend(snapshot.slow.iter().map(|(target, _)| Act::Fault(Fault::Restore(Part::Target(*target)))));
    let servers = snapshot.servers.iter().map(|server| server.machine);
    let hosts = snapshot.databases.iter().map(|host| host.machine);
    for machine in core::iter::once(MachineId::BALANCER).chain(servers).chain(hosts) {
        match is_on(snapshot, machine) {
            Some(false) => acts.push(Act::Restart(Target::Machine(machine))),
            Some(true) => {
                let dead = Process::ALL.iter().filter(|process| runs(snapshot, machine, **process) == Some(false));
                acts.extend(dead.map(|process| Act::Restart(Target::Process(machine, *process))));
            }
            None => {}
        }
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimTime;
    use crate::scenario::wire;
    use crate::simulation::Simulation;

    #[test]
    fn whatever_is_broken_is_well_again() {
        let link = "preset=dedicated&do=crash:server-1@1s,crash:server-2.nginx@1s,freeze:db-1@1s,partition:lb-1~server-3@1s,\
                    slow:server-3.app:4@1s,loss:client~lb-1:0.1@1s,crash:lb-1.manager@1s,freeze:server-2.app@1s";
        let mut simulation = Simulation::new(wire::read(link).0.scenario);
        let at = |seconds: u64, simulation: &mut Simulation| {
            simulation.advance_to(SimTime::from_millis(seconds * 1000), u64::MAX);
            simulation.snapshot()
        };
        let broken = acts(&at(2, &mut simulation));
        assert_eq!(broken.len(), 8, "{broken:?}");
        for act in broken {
            assert_eq!(act.check(&simulation.scenario().config), Ok(()), "{act:?}");
            simulation.command(act, false);
        }
        assert_eq!(acts(&at(4, &mut simulation)), [], "nothing is left to do");
    }
}
