//! axe-core, a program that looks for what keeps people out: by its rules for WCAG 2.0 to 2.2, levels A and AA, and by those that it calls
//! best practice. It comes from npm into `target/tools/node` (xtask) and is never part of the page.

use std::fs;

use serde::Deserialize;
use xtask::{Outcome, checkout};

use crate::page::{Page, Verdict};

/// What is run: everything that has one of these tags. A driver's scripts are not bound by the page's policy, and axe evaluates none.
const RUN: &str = "const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const told = (violation) => violation.nodes.map((node) => ({
        rule: violation.id, help: violation.help, html: node.html.slice(0, 160), why: node.failureSummary ?? '' }));
    axe.run(document, { runOnly: tags, resultTypes: ['violations'], iframes: false })
        .then(({ passes, violations }) => done({ passed: passes.length, found: violations.flatMap(told) }))
        .catch((reason) => done({ passed: 0, found: [{ rule: 'axe', help: String(reason), html: '', why: '' }] }));";
/// Rules that apply to any page of ours; fewer mean that axe saw none.
const RULES_MIN: usize = 15;
/// Findings that are told of one page.
const TOLD_MAX: usize = 6;

/// What axe finds in a page.
#[derive(Deserialize)]
struct Result {
    passed: usize,
    found: Vec<Finding>,
}

/// An element that breaks a rule.
#[derive(Deserialize)]
struct Finding {
    rule: String,
    help: String,
    html: String,
    why: String,
}

/// The program; nothing where it was not installed.
pub fn source() -> Option<String> {
    fs::read_to_string(checkout::node_modules().join("axe-core/axe.min.js")).ok()
}

/// Everything that axe has against the document that `page` is in, in words.
pub async fn findings(page: &Page, source: &str) -> Verdict<Outcome> {
    page.browser.execute(source, Vec::new()).await?;
    let result: Result = page.browser.execute_async(RUN, Vec::new()).await?.convert()?;
    if result.found.is_empty() && result.passed >= RULES_MIN {
        return Ok(Ok(()));
    }
    let words = |finding: &Finding| {
        let why = finding.why.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}, {}: {} ({why})", finding.rule, finding.help, finding.html)
    };
    let mut told: Vec<String> = result.found.iter().take(TOLD_MAX).map(words).collect();
    told.extend((result.found.len() > TOLD_MAX).then(|| format!("and {} more", result.found.len() - TOLD_MAX)));
    told.extend((result.passed < RULES_MIN).then(|| format!("only {} rules could be applied", result.passed)));
    Ok(Err(told.join("\n        ")))
}
