//! Tierscope: a distributed web infrastructure, simulated event by event: clients, HAProxy, nginx, applications, MySQL with
//! its replicas. The same scenario gives the same run, bit for bit, on every machine.
//!
//! # A run
//!
//! A scenario goes in, snapshots come out. A scenario is most easily a link, as the page writes it; `docs/knobs.md` lists its keys.
//!
//! ```
//! use tierscope::engine::time::SimTime;
//! use tierscope::scenario::wire;
//! use tierscope::simulation::Simulation;
//!
//! let (link, warnings) = wire::read("rps=300&lb=leastconn&mode=active-active&seed=42");
//! assert!(warnings.is_empty());
//! let mut run = Simulation::new(link.scenario);
//! run.advance_to(SimTime::from_millis(10_000), u64::MAX);
//!
//! let snapshot = run.snapshot();
//! assert_eq!(snapshot.ledger.errors(), 0);
//! assert!((2_800..3_200).contains(&snapshot.ledger.arrived));
//! assert!((0.05..0.2).contains(&snapshot.responses.p50.as_seconds()));
//! ```
//!
//! [`wire::read`](scenario::wire::read) takes any text: what it does not understand it names in a warning, and uses the rest.
//!
//! # Something happens
//!
//! Commands are the only way in. They stand in the scenario with their instants, or are given while the run goes on; then they
//! are stamped with the next millisecond and kept, so that what was done by hand is a scenario too.
//!
//! ```
//! use tierscope::engine::time::SimTime;
//! use tierscope::model::id::{MachineId, Target};
//! use tierscope::scenario::Act;
//! use tierscope::scenario::wire;
//! use tierscope::simulation::Simulation;
//!
//! let mut run = Simulation::new(wire::read("seed=42").0.scenario);
//! run.advance_to(SimTime::from_millis(5_000), u64::MAX);
//! run.command(Act::Crash(Target::Machine(MachineId::server(0))), true);
//! run.advance_to(SimTime::from_millis(8_000), u64::MAX);
//!
//! // HAProxy knows what its checks told it, and they have told it nothing yet.
//! let snapshot = run.snapshot();
//! let believed = snapshot.balancer.is_some_and(|balancer| balancer.servers[0].up);
//! assert!(!snapshot.servers[0].on && believed);
//!
//! // Back to before it happened, and the same again from the scenario that came of it.
//! assert!(run.seek(SimTime::from_millis(4_000), u64::MAX));
//! assert!(run.snapshot().servers[0].on);
//! let mut again = Simulation::new(run.scenario().clone());
//! for run in [&mut run, &mut again] {
//!     run.advance_to(SimTime::from_millis(20_000), u64::MAX);
//! }
//! assert_eq!(run.digest(), again.digest());
//! ```
//!
//! # A scenario made of values
//!
//! [`Scenario`](scenario::Scenario) has public fields: a configuration and timed acts. Whatever they hold, nothing panics:
//! [`Simulation::new`](simulation::Simulation::new) mends what cannot run, and [`Scenario::check`](scenario::Scenario::check)
//! tells beforehand.
//!
//! ```
//! use tierscope::model::config::Preset;
//! use tierscope::scenario::Scenario;
//! use tierscope::simulation::Simulation;
//!
//! let mut scenario = Scenario::of(Preset::Distributed);
//! (scenario.config.servers, scenario.config.replicas) = (0, 1_000);
//! assert!(scenario.check().is_err());
//! let run = Simulation::new(scenario);
//! assert_eq!((run.scenario().config.servers, run.scenario().config.replicas), (1, 0));
//! ```
//!
//! # What a run was worth
//!
//! [`lab`] knows what is beyond one run: exact [theory](lab::theory), [capacity](lab::capacity) by arithmetic, and
//! [sweeps](lab::sweep) of many runs with their [confidence](lab::estimate).
//!
//! ```
//! use tierscope::lab::figures::Rule;
//! use tierscope::lab::summary::Summary;
//! use tierscope::lab::sweep::{Axis, Sweep};
//! use tierscope::lab::theory;
//! use tierscope::model::config::Preset;
//!
//! // M/M/1 at 50 %, five runs of 300 s with other seeds, each without its warm-up.
//! let axis = Axis::read(Preset::Queue, "rho=0.5")?;
//! let sweep = Sweep::new("preset=queue&service=exp:10ms", vec![axis], 5, 300, Rule::Mser5)?;
//! let runs: Vec<_> = (0..5).filter_map(|run| sweep.unit(run)).map(|unit| sweep.play(&unit)).collect();
//!
//! let mean = Summary::of(&runs).response_s[0].ok_or("no answers")?;
//! let exact = theory::mmc_mean_response_s(50.0, 0.010, 1);
//! assert!((mean.mean - exact).abs() < 3.0 * mean.half_width.unwrap_or(0.0));
//! # Ok::<(), String>(())
//! ```
//!
//! The folder `examples/` has longer ones: `cargo run --release --example hockey_stick`.
//!
//! # Layers
//!
//! One arrow between the layers, left may use right and never the other way:
//! **ui → app → lab → simulation → scenario → metrics → model → engine**. Most callers need [`scenario`], [`simulation`],
//! [`snapshot`] and [`lab`] only; `ARCHITECTURE.md` is the map of the rest.

pub use tierscope_core::{engine, metrics, model};

pub mod app;
pub mod conform;
pub mod lab;
pub mod scenario;
pub mod simulation;
pub mod snapshot;
