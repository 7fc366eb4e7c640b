//! HAProxy's statistics: opened with a key, changed as by its runtime API, and the change is in the link.

use browser::page::{Page, Verdict, ensure};

/// A server's row, in words.
fn row(server: &str) -> String {
    format!(
        "[...document.querySelectorAll('.haproxy-stats tbody tr')].find(row => row.firstChild.textContent === '{server}')"
    )
}

/// Puts a value into the control with that name, as a hand would leave it.
async fn put(page: &Page, name: &str, value: &str) -> Verdict {
    let put = format!(
        "(control => {{ control.value = '{value}'; control.dispatchEvent(new Event('change', {{bubbles: true}})); \
         return true }})(document.querySelector('[aria-label=\"{name}\"]'))"
    );
    page.eval::<bool>(&put).await?;
    Ok(())
}

pub async fn haproxys_statistics_are_a_table_that_takes_orders(page: Page) -> Verdict {
    page.open("?v=1&m=1&preset=distributed&mode=active-active&seed=7&t=5s").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '5000000000'").await?;
    page.keys("body", "h").await?;
    page.wait_for("#statistics .haproxy-stats").await?;
    let names: Vec<String> =
        page.eval("[...document.querySelectorAll('.haproxy-stats tbody th')].map(name => name.textContent)").await?;
    let expected = ["FRONTEND", "server-1", "server-2", "server-3", "BACKEND"];
    ensure(names == expected, || format!("the rows are {names:?}"))?;
    let csv: String = page.eval("document.getElementById('statistics-csv').value").await?;
    ensure(csv.starts_with("# pxname,svname,qcur,qmax,scur,"), || format!("the CSV begins otherwise: {csv:.60}"))?;
    put(&page, "Weight of server-3", "5").await?;
    put(&page, "State of server-2", "drain").await?;
    page.wait_until(&format!("{}.textContent.includes('DRAIN')", row("server-2"))).await?;
    page.wait_until(&format!("{}.classList.contains('is-out')", row("server-2"))).await?;
    // What is no weight is not taken: the field shows again what is.
    put(&page, "Weight of server-1", "257").await?;
    let weight: String = page.eval("document.querySelector('[aria-label=\"Weight of server-1\"]').value").await?;
    ensure(weight == "1", || format!("the weight of server-1 is {weight}"))?;
    page.screenshot("statistics").await?;
    let link = page.shared_link().await?;
    for order in ["weight:server-3:5@5.001s", "drain:server-2@5.002s"] {
        ensure(link.contains(order), || format!("{order} is not in the link: {link}"))?;
    }
    // Sharing took their place.
    page.wait_until("document.getElementById('statistics') === null").await
}
