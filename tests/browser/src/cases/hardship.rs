//! What is hit and goes on: frozen by a click, thawed by another; the load on a course; steps from change to change; the presets.

use super::running::digest_at;
use browser::page::{Page, Verdict, ensure};

/// Clicks a thing of the diagram and then what is to be done with it.
async fn deed(page: &Page, thing: &str, act: &str) -> Verdict {
    // The middle of a machine is one of its parts, and that of a link may be under a mark: the thing itself is told.
    page.wait_until(&format!("document.querySelector('[data-thing=\"{thing}\"]') !== null")).await?;
    let click = "dispatchEvent(new MouseEvent('click', {bubbles: true}))";
    page.eval::<bool>(&format!("document.querySelector('[data-thing=\"{thing}\"]').{click}")).await?;
    page.wait_until(&format!("document.querySelector('.deeds [data-act=\"{act}\"]') !== null")).await?;
    page.eval::<bool>(&format!("(document.querySelector('.deeds [data-act=\"{act}\"]').click(), true)")).await?;
    Ok(())
}

/// The label of a thing of the diagram.
async fn label(page: &Page, thing: &str) -> Verdict<String> {
    page.eval(&format!("document.querySelector('[data-thing=\"{thing}\"]').getAttribute('aria-label')")).await
}

pub async fn what_is_frozen_slow_or_lossy_says_so_and_can_be_made_well(page: Page) -> Verdict {
    page.resize(1440, 900).await?;
    page.open("?v=1&m=1&preset=distributed&seed=7&t=5s").await?;
    digest_at(&page, 5_000_000_000).await?;
    deed(&page, "server-1.app", "freeze:server-1.app").await?;
    deed(&page, "server-2", "slow:server-2:4").await?;
    deed(&page, "lb-1~server-3", "loss:lb-1~server-3:0.05").await?;
    page.eval::<bool>("(document.querySelector('[data-act^=\"spike:600:\"]').click(), true)").await?;
    for (thing, words) in [("server-1.app", "FROZEN"), ("server-2", "4× SLOWER"), ("lb-1~server-3", "loses 5")] {
        let label = label(&page, thing).await?;
        ensure(label.contains(words), || format!("{thing} is called {label:?}"))?;
    }
    page.screenshot("hardship").await?;
    let link = page.shared_link().await?;
    for act in ["freeze:server-1.app@5.001s", "slow:server-2:4@5.002s", "spike:600:10s@5.004s"] {
        ensure(link.contains(act), || format!("{act} is not in the link: {link}"))?;
    }
    deed(&page, "server-1.app", "thaw:server-1.app").await?;
    let label = label(&page, "server-1.app").await?;
    ensure(!label.contains("FROZEN"), || format!("it is thawed, and called {label:?}"))
}

pub async fn steps_go_from_change_to_change_and_back(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&seed=7&t=5s").await?;
    let start = digest_at(&page, 5_000_000_000).await?;
    let at = "document.querySelector('[data-digest]').dataset.digest";
    page.keys("body", ".").await?;
    page.keys("body", ".").await?;
    let second: String = page.eval(at).await?;
    page.keys("body", ",").await?;
    let first: String = page.eval(at).await?;
    page.keys("body", ".").await?;
    let again: String = page.eval(at).await?;
    ensure(second != first && first != start && again == second, || format!("{start} {first} {second} {again}"))
}

pub async fn the_other_presets_draw_what_they_have(page: Page) -> Verdict {
    for (preset, there, missing) in [
        ("dedicated", "db-3.mysqld", "server-1.mysqld"),
        ("simple", "client~server-1", "lb-1"),
        ("queue", "lb-1", "server-1.nginx"),
    ] {
        page.open(&format!("?v=1&m=1&preset={preset}&t=2s")).await?;
        digest_at(&page, 2_000_000_000).await?;
        let seen = |thing: &str| format!("document.querySelector('[data-thing=\"{thing}\"]') !== null");
        // The drawing has its size, and with it its parts, a moment after the page.
        page.wait_until(&seen(there)).await?;
        let missing_is: bool = page.eval(&seen(missing)).await?;
        ensure(!missing_is, || format!("{preset} has no {missing}, and it is drawn"))?;
    }
    Ok(())
}
