//! Gets the machine ready: from cargo alone to all that building or testing needs. Costs a moment when all is there.

use xtask::Outcome;
use xtask::engine::Engine;

use crate::jobs::{self, Lane};
use crate::tools::{self, Tool};
use crate::{debian, node, rust};

/// What building the page needs.
pub fn for_building() -> Outcome {
    rust::need_wasm_target()?;
    rust::need_crates()?;
    install(&[Tool::trunk(), Tool::wasm_bindgen()?], Vec::new())
}

/// What the checks need of Rust alone; none of it takes long.
pub fn for_checking() -> Outcome {
    rust::need_wasm_target()?;
    rust::need_components()?;
    rust::need_crates()
}

/// What all tests need beyond that: build tools, and, if `browsers` are wanted, engines to test in.
pub fn for_testing(browsers: bool) -> Outcome {
    let mut tools = vec![Tool::trunk(), Tool::wasm_bindgen()?, Tool::cargo_deny()];
    let mut packages = if browsers && debian::is_ours() { debian::installation() } else { Vec::new() };
    if browsers && Engine::Firefox.find().is_none() && (Engine::Firefox.browser().is_some() || !packages.is_empty()) {
        tools.push(Tool::geckodriver());
    }
    if browsers {
        packages.extend(node::installation());
    }
    install(&tools, packages)?;
    if browsers && Engine::found().is_empty() {
        return Err(format!(
            "no browser with its WebDriver was found, and the page is tested in real ones: install at least one pair, on \
             Debian by `apt-get install {}`, or leave these tests out with --no-browser",
            debian::PACKAGES.join(" ")
        ));
    }
    Ok(())
}

/// Installs those tools that are missing, and beside them packages of the system, without which one can go on.
fn install(tools: &[Tool], packages: Lane) -> Outcome {
    let missing: Lane = tools.iter().filter(|tool| !tool.is_ready()).map(Tool::installation).collect();
    if missing.is_empty() && packages.is_empty() {
        return Ok(());
    }
    println!("installing what the page is built and tested with (once; tools go to target/tools)");
    let [tools, packages] = jobs::run([missing, packages]);
    if let Err(error) = packages {
        println!("going on with the browsers that are here, because {error}");
    }
    tools?;
    tools::tidy_up();
    Ok(())
}
