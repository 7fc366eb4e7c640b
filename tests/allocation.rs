//! After its warm-up the balancer serves requests without asking for memory. Its own process, as memory is counted by thread.
#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use tierscope::lab::picks::{CHOOSING, Picks};

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(Box::new(1)))).count_total, 1);
}

#[test]
fn a_warm_balancer_chooses_without_asking_for_memory() {
    for choosing in CHOOSING {
        let mut picks = Picks::new(choosing, 64);
        picks.play(10_000);
        let memory = measure(|| picks.play(100_000));
        assert_eq!(memory.count_total, 0, "{}", choosing.name);
    }
}
