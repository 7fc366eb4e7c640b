//! What must hold in a browser just as it does natively: the same numbers out of the same code, as WebAssembly.
#![cfg(target_arch = "wasm32")]

use tierscope::engine::time::{SimDuration, SimTime};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Rounding at the one door by which floats become time is where a 32-bit target would differ first.
#[wasm_bindgen_test]
fn time_counts_whole_nanoseconds_beyond_32_bits() {
    let month = SimDuration::from_seconds_f64(2_592_000.5);
    assert_eq!(month.as_nanos(), 2_592_000_500_000_000);
    assert_eq!((SimTime::ZERO + month).next_milli().as_nanos(), 2_592_000_501_000_000);
    assert_eq!(SimDuration::from_seconds_f64(f64::INFINITY).as_nanos(), u64::MAX);
}
