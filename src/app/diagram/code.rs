//! The code of the applications: which version runs where, in words, and what can be done about it.

use super::deed::Deed;
use super::{is_on, runs};
use crate::app::texts::Texts;
use crate::model::command::{Deploy, Strategy};
use crate::model::id::{MachineId, Process};
use crate::model::server::code::{Code, Flaw, Version};
use crate::scenario::Act;
use crate::snapshot::{AppView, Snapshot};

/// Share of the pages that fails in the bad version of a click, in millionths.
const BAD: u32 = 300_000;
/// Largest version that a link can name.
const LAST: u16 = 999;

/// What can be done with a running application and its code.
pub(super) fn deeds(snapshot: &Snapshot, machine: MachineId, texts: &Texts) -> Vec<Deed> {
    let lives = is_on(snapshot, machine) == Some(true) && runs(snapshot, machine, Process::App) == Some(true);
    let Some(view) = super::server_view(snapshot, machine).filter(|_| lives) else { return Vec::new() };
    let acts = &texts.diagram.acts;
    let mut deeds = Vec::new();
    let mut offer = |act, words| deeds.push(Deed { act, words, hindered: None });
    if !view.app.stopping {
        offer(Act::Stop(machine), acts.stop().to_owned());
    }
    let next = Version(snapshot.deploys.highest.0.saturating_add(1).min(LAST));
    let deploy = |flaw, strategy| Act::Deploy(Deploy { code: Some(Code { version: next, flaw }), strategy });
    offer(deploy(Flaw::None, Strategy::Rolling), acts.deploy(next));
    offer(deploy(Flaw::Errors(BAD), Strategy::Canary(0)), acts.deploy_bad(next));
    if let Some(previous) = snapshot.deploys.previous {
        offer(Act::Deploy(Deploy { code: None, strategy: Strategy::Rolling }), acts.roll_back(previous));
    }
    deeds
}

/// What is to be said of an application's code and of its connections.
pub(super) fn parts(snapshot: &Snapshot, app: &AppView, texts: &Texts) -> Vec<String> {
    let state = &texts.diagram.state;
    let mut parts = vec![match snapshot.versions_differ() {
        true => state.one_of_versions(app.version),
        false => app.version.to_string(),
    }];
    if app.files != app.version {
        parts.push(state.files(app.files));
    }
    if app.stopping {
        parts.push(state.stopping().to_owned());
    }
    if app.occupancy.booting > 0 {
        parts.push(state.booting(app.occupancy.booting as u64));
    }
    if app.pool.waiting > 0 {
        parts.push(state.pool(app.pool.busy, app.pool.waiting));
    }
    if app.occupancy.stuck > 0 {
        parts.push(state.stuck(app.occupancy.stuck as u64));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::diagram::{self, process};
    use crate::engine::time::SimTime;
    use crate::scenario::wire;
    use crate::simulation::Simulation;

    fn at(query: &str, millis: u64) -> Snapshot {
        let (link, warnings) = wire::read(query);
        assert_eq!(warnings, []);
        let mut run = Simulation::new(link.scenario);
        run.advance_to(SimTime::from_millis(millis), u64::MAX);
        run.snapshot()
    }

    fn acts(snapshot: &Snapshot, server: usize) -> Vec<String> {
        let app = process(MachineId::server(server), Process::App);
        let deeds = diagram::deeds(snapshot, app, false, Texts::english());
        deeds
            .iter()
            .map(|deed| deed.act.text())
            .filter(|act| !act.contains("slow:") && !act.contains("freeze"))
            .collect()
    }

    #[test]
    fn an_application_can_be_stopped_its_code_replaced_and_taken_back() {
        let fresh = at("", 1_000);
        let usual = ["crash:server-2.app", "stop:server-2.app", "deploy:v2:rolling", "deploy:v2-errors-0.3:canary"];
        assert_eq!(acts(&fresh, 1), usual);
        let deployed = at("do=deploy:v2-errors-0.3:canary@1s,stop:server-2.app@3s", 9_000);
        assert_eq!(acts(&deployed, 1), ["restart:server-2.app"]);
        let later = ["crash:server-1.app", "stop:server-1.app", "deploy:v3:rolling", "deploy:v3-errors-0.3:canary"];
        assert_eq!(acts(&deployed, 0)[..4], later);
        assert_eq!(acts(&deployed, 0)[4], "rollback:rolling");
    }

    #[test]
    fn whoever_asks_hears_which_version_runs_and_whether_all_run_it() {
        let label = |snapshot: &Snapshot, server| {
            diagram::label(snapshot, process(MachineId::server(server), Process::App), Texts::english())
        };
        assert!(label(&at("", 1_000), 0).contains("v1"));
        let differ = at("mode=active-active&do=deploy:v2:canary@1s", 6_000);
        assert!(differ.versions_differ());
        assert!(label(&differ, 0).contains("v1, others run another version"), "{}", label(&differ, 0));
        assert!(label(&differ, 2).contains("v2, others run another version"), "{}", label(&differ, 2));
        let loading = at("do=deploy:v2@1s", 1_500);
        assert!(label(&loading, 0).contains("8 workers start"), "{}", label(&loading, 0));
    }
}
