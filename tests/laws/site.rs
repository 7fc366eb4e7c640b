//! The whole site: Little's law at every station, the utilization law at every processor.

use crate::measure::{at, check, measure, of_mean};
use tierscope::lab::capacity::{Capacity, Resource};
use tierscope::lab::roles::Roles;
use tierscope::model::id::MachineId;
use tierscope::model::observation::Stage;
use tierscope::scenario::wire;
use tierscope::simulation::Simulation;

/// The whole site in both modes, at loads where queues form, and in every preset that has machines.
const SITES: [&str; 5] = [
    "seed=21",
    "mode=active-active&rps=400&seed=22",
    "mode=active-active&lb=leastconn&rps=600&seed=23",
    "preset=dedicated&seed=28",
    "preset=simple&seed=29",
];

#[test]
fn littles_law_holds_at_every_station() {
    // Number present, arrivals and stays are counted apart. They differ by those present at the ends alone: some dozens of
    // stays of the hundred thousands of ten minutes.
    for query in SITES {
        let simulation = measure(query, 30, 600 * crate::measure::effort());
        let mut stations = 0;
        for (stage, machine) in places(&simulation) {
            let seen = simulation.meter().occupancy().station(stage, machine, simulation.now());
            // Where nobody stays, such as in an empty queue, nobody may be seen either.
            assert_eq!(seen.stayed == 0, seen.integral == 0, "{query}: {stage:?} at {machine}");
            if seen.arrivals >= 2_000 && seen.stayed > 0 {
                let expected = seen.arrivals_per_s() * seen.mean_stay_s();
                check(&format!("{query}: {stage:?} at {machine}"), seen.mean_present(), expected, of_mean());
                stations += 1;
            }
        }
        assert!(stations >= 6, "{query}: {stations} stations");
    }
}

fn places(simulation: &Simulation) -> impl Iterator<Item = (Stage, MachineId)> {
    let site = simulation.scenario().config.site();
    Stage::ALL.iter().flat_map(move |&stage| site.machines().map(move |machine| (stage, machine)))
}

#[test]
fn every_processor_is_as_busy_as_its_requests_make_it() {
    // Utilization = throughput x mean demand. The arrivals are those of the run; its mix and its pages' work vary about
    // their means, by 0.7 / sqrt(432,000) and less at 200 requests/s in an hour. Health checks and probes cost a
    // ten-thousandth of a processor.
    for query in [
        "seed=24",
        "mode=active-active&rps=400&seed=25",
        "preset=dedicated&mode=active-active&rps=400&seed=26",
        "preset=simple&rps=150&seed=27",
    ] {
        let (warm_up, seconds) = (30, 3_600 * crate::measure::effort());
        let (link, _) = wire::read(query);
        let config = link.scenario.config.clone();
        let mut simulation = Simulation::new(link.scenario);
        simulation.advance_to(at(warm_up), u64::MAX);
        let worked = |simulation: &Simulation| {
            let machines = simulation.world().machines();
            machines.iter().map(|machine| machine.cpu.worked(simulation.now()) as f64 / 1e9).collect::<Vec<_>>()
        };
        let (before, arrived) = (worked(&simulation), simulation.meter().ledger().arrived);
        simulation.advance_to(at(warm_up + seconds), u64::MAX);
        let (after, requests) = (worked(&simulation), simulation.meter().ledger().arrived - arrived);
        let capacity = Capacity::of(&config, &Roles::of_config(&config));
        for tier in capacity.tiers.iter().filter(|tier| tier.resource == Resource::Cores) {
            for machine in &tier.machines {
                let busy = after[machine.index()] - before[machine.index()];
                check(&format!("{query}: {machine}"), busy, requests as f64 * tier.seconds(), of_mean());
            }
        }
    }
}
