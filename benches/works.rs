//! The works of `lab::work` in WebAssembly, timed by the browser's clock: one line of JSON each, as `tierscope bench --json`
//! prints natively. `cargo xtask measure` runs it by `cargo test --bench works`, in the profile of the page.

#[cfg(target_arch = "wasm32")]
mod wasm {
    use js_sys::Date;
    use tierscope::lab::seeks::{SEEKS, Seeks};
    use tierscope::lab::work::WORKS;
    use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn every_work() {
        for work in WORKS {
            let mut run = work.begin();
            let began = Date::now();
            work.play(&mut run);
            let wall_s = (Date::now() - began) / 1_000.0;
            let requests = run.meter().ledger().arrived;
            console_log!("{{\"work\":\"{}\",\"requests\":{requests},\"wall_s\":{wall_s:.3}}}", work.name);
        }
    }

    #[wasm_bindgen_test]
    fn every_seek() {
        let mut seeks = Seeks::new();
        for _ in 0..SEEKS {
            let began = Date::now();
            seeks.go();
            console_log!("{{\"seek_ms\":{:.0}}}", Date::now() - began);
        }
    }
}

fn main() {}
