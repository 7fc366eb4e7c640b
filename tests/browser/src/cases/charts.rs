//! The charts for those who do not see them: each is a table and a sentence, is read by keyboard, and can be heard.

use browser::page::{Page, Verdict, ensure};
use serde::Deserialize;
use thirtyfour::Key;

/// Two presets, which have all charts between them, one with a run so long that seconds are joined.
const RUNS: [(&str, usize); 2] = [
    ("?v=1&m=1&preset=distributed&seed=7&t=150s&do=crash:server-1@6s", 6),
    ("?v=1&m=1&preset=simple&seed=7&t=20s&rps=60", 5),
];

/// A chart as assistive technology has it.
#[derive(Debug, Deserialize)]
struct Chart {
    title: String,
    /// The name of its picture; nothing where it is a table.
    picture: Option<String>,
    reading: String,
    /// Caption, heads of columns, heads of rows, cells, and the sentence below.
    table: Option<(String, usize, usize, usize, String)>,
}

const CHARTS: &str = "[...document.querySelectorAll('.charts figure')].map(chart => {
    const table = chart.querySelector('table');
    const count = css => table.querySelectorAll(css).length;
    return {
        title: chart.querySelector('h3').textContent,
        picture: chart.querySelector('[role=img]')?.getAttribute('aria-label') ?? null,
        reading: chart.querySelector('.chart-reading').textContent,
        table: table && [table.caption.textContent, count('thead th[scope=col]'), count('tbody th[scope=row]'), count('td'),
            table.parentElement.querySelector('p').textContent],
    };
})";

async fn charts(page: &Page) -> Verdict<Vec<Chart>> {
    page.eval(CHARTS).await
}

/// What is wrong with the picture of a chart: its name is its title and a sentence.
fn flaw_of_picture(chart: &Chart) -> Option<String> {
    let name = chart.picture.as_deref().unwrap_or_default();
    let rest = name.strip_prefix(&format!("{}. ", chart.title));
    let says = rest.is_some_and(|rest| rest.len() > 12 && rest.ends_with('.'));
    (!says || chart.reading.is_empty()).then(|| format!("the picture {name:?} reads {:?}", chart.reading))
}

/// What is wrong with its table: it has a caption, a head for each column and row, at most sixty of these, and the same sentence.
fn flaw_of_table(before: &Chart, chart: &Chart) -> Option<String> {
    let Some((caption, columns, rows, cells, sentence)) = &chart.table else {
        return Some(format!("{} is no table", chart.title));
    };
    let whole = *columns > 1 && (1..=60).contains(rows) && *cells == rows * (columns - 1) && caption.len() > 12;
    let picture = before.picture.as_deref().unwrap_or_default();
    let same = picture.split_once(". ").is_some_and(|(_, trend)| sentence.starts_with(trend));
    (!whole || !same || chart.picture.is_some()).then(|| format!("the table of {picture:?} is {chart:?}"))
}

pub async fn every_chart_is_a_table_and_a_sentence_and_is_read_by_keyboard(page: Page) -> Verdict {
    page.resize(1440, 900).await?;
    for (query, count) in RUNS {
        page.open(query).await?;
        page.wait_until("document.querySelector('.charts .now') !== null && !document.querySelector('.is-seeking')")
            .await?;
        let pictures = charts(&page).await?;
        ensure(pictures.len() == count, || format!("{query} has {} charts", pictures.len()))?;
        let mut flaws: Vec<String> = pictures.iter().filter_map(flaw_of_picture).collect();
        for (index, before) in pictures.iter().enumerate() {
            let button = format!(".charts figure:nth-child({}) .chart-table", index + 1);
            page.keys(&button, "t").await?;
            let now = charts(&page).await?;
            flaws.extend(flaw_of_table(before, &now[index]));
            let tables = now.iter().filter(|chart| chart.table.is_some()).count();
            ensure(tables == 1, || format!("T in one chart makes {tables} tables"))?;
            page.keys(&button, "t").await?;
        }
        flaws.extend(charts(&page).await?.iter().filter_map(flaw_of_picture));
        ensure(flaws.is_empty(), || format!("{query}: {}", flaws.join("\n      ")))?;
        // Out of the last chart, whose own key it would be.
        page.eval::<Option<bool>>("document.activeElement.blur()").await?;
        page.keys("body", "t").await?;
        page.wait_until(&format!("document.querySelectorAll('.charts figure table').length === {count}")).await?;
        let now = charts(&page).await?;
        flaws.extend(pictures.iter().zip(&now).filter_map(|(before, chart)| flaw_of_table(before, chart)));
        ensure(flaws.is_empty(), || format!("{query}, all at once: {}", flaws.join("\n      ")))?;
        page.screenshot(&format!("tables-{count}")).await?;
        page.keys("body", "t").await?;
        page.wait_until("document.querySelectorAll('.charts figure table').length === 0").await?;
        read_by_keyboard(&page).await?;
    }
    Ok(())
}

/// Both cursors say aloud what the charts read where they are.
async fn read_by_keyboard(page: &Page) -> Verdict {
    let over_time = ".charts > .chart-slider input";
    let own = ".chart-percentiles .chart-slider input";
    let spoken = |css: &str| format!("document.querySelector({css:?}).getAttribute('aria-valuetext')");
    for (css, keys, is_own) in [(over_time, Key::Left, false), (own, Key::Left, true), (own, Key::End, true)] {
        let before: String = page.eval(&spoken(css)).await?;
        page.keys(css, keys).await?;
        page.wait_until(&format!("{} !== {before:?}", spoken(css))).await?;
        let text: String = page.eval(&spoken(css)).await?;
        for chart in charts(page).await? {
            let belongs = (chart.title == "percentiles so far") == is_own;
            // The percentiles are read as `p99 40 ms` and spoken as `p99: 40 ms; …`.
            let said = match chart.reading.split_once(' ') {
                Some((name, time)) if is_own => text.starts_with(&format!("{name}: {time}; ")),
                _ => text.contains(&chart.reading),
            };
            ensure(said || !belongs, || {
                format!("the cursor says {text:?}, {} reads {:?}", chart.title, chart.reading)
            })?;
        }
        let drawn: bool = page.eval("document.querySelector('.charts .cursor') !== null").await?;
        ensure(drawn, || format!("the cursor of {css} is not drawn"))?;
    }
    Ok(())
}

/// Keeps the page's loudspeaker where it can be asked, and counts what it is told to play.
const LISTEN: &str = "(globalThis.told = 0, globalThis.heard = undefined,
    BaseAudioContext.prototype.createOscillator = (make => function () { heard = this; return make.apply(this) })(BaseAudioContext.prototype.createOscillator),
    AudioParam.prototype.setValueAtTime = (tell => function (...what) { told++; return tell.apply(this, what) })(AudioParam.prototype.setValueAtTime),
    true)";

pub async fn the_run_is_heard_while_it_plays_and_a_browser_without_sound_is_told_of(page: Page) -> Verdict {
    page.open("?seed=7&play=0").await?;
    page.eval::<bool>(LISTEN).await?;
    page.keys("body", "l").await?;
    page.wait_until("heard?.state === 'suspended'").await?;
    page.keys("body", "k").await?;
    page.wait_until("heard.state === 'running' && told > 8").await?;
    page.keys("body", "k").await?;
    page.wait_until("heard.state === 'suspended'").await?;
    let before: u32 = page.eval("told").await?;
    page.keys("body", ".").await?;
    let after: u32 = page.eval("told").await?;
    ensure(before == after, || "a run that stands still is heard".to_owned())?;
    page.keys("body", "?").await?;
    page.wait_for("#sound:checked").await?;
    page.eval::<bool>("(document.getElementById('sound').click(), true)").await?;
    page.wait_until("heard.state === 'closed' && !document.getElementById('sound').checked").await?;
    page.open("?seed=7&play=0").await?;
    page.eval::<bool>("(BaseAudioContext.prototype.createGain = () => { throw new Error('no sound') }, true)").await?;
    page.keys("body", "l").await?;
    page.wait_for_text(".notice", "has no sound").await?;
    page.keys("body", "?").await?;
    page.wait_for("#sound:not(:checked)").await?;
    Ok(())
}
