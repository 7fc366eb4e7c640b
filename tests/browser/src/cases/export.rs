//! What can be taken away: the diagram as a picture that stands alone, each chart's figures.

use browser::page::{Page, Verdict, ensure};

/// The text behind a link that saves it.
fn saved(file: &str) -> String {
    format!("decodeURIComponent(document.querySelector('#export a[download=\"{file}\"]').href.split(/,(.*)/s)[1])")
}

pub async fn the_diagram_and_the_figures_of_every_chart_can_be_taken_away(page: Page) -> Verdict {
    page.resize(1440, 900).await?;
    page.open("?v=1&m=1&preset=distributed&seed=7&t=9s&do=crash:server-1@6s&theme=dark").await?;
    page.wait_until("document.querySelector('[data-digest]')?.dataset.atNs === '9000000000'").await?;
    page.click("#export-button").await?;
    page.wait_for("#export a[download='tierscope-diagram.png']").await?;
    let files: Vec<String> =
        page.eval("[...document.querySelectorAll('#export a')].map(link => link.download)").await?;
    let expected = [
        "diagram.svg",
        "diagram.png",
        "throughput.csv",
        "response.csv",
        "errors.csv",
        "queues.csv",
        "lag.csv",
        "percentiles.csv",
    ];
    ensure(files == expected.map(|name| format!("tierscope-{name}")), || format!("there are {files:?}"))?;
    let svg: String = page.eval(&saved("tierscope-diagram.svg")).await?;
    for part in ["<title>", "<desc>", "server-1", "OFF", "<image", "href=\"data:image/png;base64,", "font-family="] {
        ensure(svg.contains(part), || format!("{part} is not in the picture: {svg:.300}"))?;
    }
    for part in ["class=", "style=", "var(", "aria-", "http://127", "<script"] {
        ensure(!svg.contains(part), || format!("{part} is in the picture"))?;
    }
    // A browser draws no picture that is not whole.
    let drawn: bool = page.eval("document.querySelector('.export-picture').naturalWidth > 0").await?;
    ensure(drawn, || "the picture is not drawn".to_owned())?;
    // The head of a PNG: its width and its height, four bytes each.
    let head = "atob(document.querySelector('#export a[download=\"tierscope-diagram.png\"]').href.split(',')[1]).slice(16, 24)";
    let pixels: [u32; 2] = page
        .eval(&format!(
            "[0, 4].map(place => [0, 1, 2, 3].reduce((sum, i) => sum * 256 + {head}.charCodeAt(place + i), 0))"
        ))
        .await?;
    let size: [u32; 2] =
        page.eval("['width', 'height'].map(name => 2 * document.querySelector('.drawing').getAttribute(name))").await?;
    ensure(pixels == size && size[0] > 600, || format!("the PNG has {pixels:?} pixels and should have {size:?}"))?;
    let csv: String = page.eval(&saved("tierscope-throughput.csv")).await?;
    ensure(csv.lines().count() == 10 && csv.starts_with("s,"), || format!("nine seconds are {csv:?}"))?;
    page.screenshot("export").await?;
    page.eval::<bool>("(document.querySelectorAll('#export li button')[1].click(), true)").await?;
    page.wait_until("document.getElementById('export-text')?.value.startsWith('s,') ?? false").await?;
    let shown: String = page.eval("document.getElementById('export-text').value").await?;
    ensure(shown == csv, || "what can be copied is not what is saved".to_owned())
}
