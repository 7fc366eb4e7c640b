//! Nothing that a caller can hand over makes the library panic: values made in Rust, acts, times.
#![cfg(not(target_arch = "wasm32"))]

mod figures;
mod wild;

use proptest::prelude::*;
use tierscope::engine::time::SimTime;
use tierscope::lab::capacity::Capacity;
use tierscope::lab::roles::Roles;
use tierscope::scenario::Scenario;
use tierscope::scenario::wire::{self, Link, View};
use tierscope::simulation::Simulation;
use wild::{any_act, any_scenario, any_time};

/// Events of a run that is looked at for a moment only.
const BUDGET: u64 = 3_000;

/// Looks at everything that a run shows.
fn look(run: &Simulation) -> Result<(), TestCaseError> {
    let snapshot = run.snapshot();
    let _ = Capacity::of(run.world().config(), &Roles::of_snapshot(&snapshot));
    let _ = (run.series().len(), run.log().len(), run.meter().errors().len());
    for machine in wild::machines() {
        let stations = run.meter().occupancy().station(wild::STAGE, machine, run.now());
        let _ = (stations, run.meter().machine(machine), run.meter().server_responses(machine).len());
    }
    prop_assert_eq!(run.audit(), Ok(()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_configuration_and_any_acts_at_any_times_run(
        scenario in any_scenario(),
        steps in prop::collection::vec((any_time(), prop::option::of(any_act()), any::<bool>()), 0..6),
    ) {
        let mut run = Simulation::new(scenario);
        run.advance_to(SimTime::from_millis(3_000), BUDGET);
        look(&run)?;
        for (time, act, forget) in steps {
            run.seek(time, BUDGET);
            run.step();
            if let Some(act) = act {
                run.command(act, forget);
            }
            run.advance_to(run.now().next_milli(), BUDGET);
            look(&run)?;
        }
    }

    #[test]
    fn what_was_mended_can_be_checked_written_and_read(scenario in any_scenario()) {
        let scenario: Scenario = scenario.mended();
        prop_assert_eq!(scenario.check(), Ok(()));
        prop_assert_eq!(scenario.clone().mended(), scenario.clone());
        let link = Link { scenario, view: View::default(), unknown: Vec::new() };
        // What a preset does not show, and numbers of hundreds of digits, no link says; all else comes back.
        if let Some(text) = wire::write_whole(&link) {
            let read = wire::read(&text).0.scenario;
            prop_assert_eq!((read.check(), read.commands.len()), (Ok(()), link.scenario.commands.len()));
        }
    }
}
