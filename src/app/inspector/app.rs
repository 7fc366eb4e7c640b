//! What an application server tells: its workers, the queue before them, its connections to databases, its code.

use super::Section;
use crate::app::texts::inspector::Inspector;
use crate::snapshot::ServerView;

/// An application server that runs; where it is `bare`, workers and queue are all there is.
pub(super) fn tell(sections: &mut Vec<Section>, view: &ServerView, bare: bool, texts: &Inspector) {
    let (app, words) = (&view.app, &texts.app);
    if !app.running {
        return;
    }
    let of = &app.occupancy;
    let mut workers = Section::new(words.title());
    workers.used(words.busy(), of.busy, of.busy + of.idle);
    let elsewhere = of.database + of.pool + of.receiving + of.waiting + of.stuck;
    for (name, count, bad) in [
        (words.code(), of.busy.saturating_sub(elsewhere), false),
        (words.database(), of.database, false),
        (words.pool(), of.pool, true),
        (words.receiving(), of.receiving, false),
        (words.waiting(), of.waiting, false),
        (words.stuck(), of.stuck, true),
        (words.booting(), of.booting, false),
        (words.ended(), app.ended as usize, true),
    ] {
        workers.some(name, count as u64, bad);
    }
    let mut accept = Section::new(words.accept());
    accept.used(words.queued(), app.queued, app.places);
    accept.some(words.outside(), app.dropped as u64, true);
    accept.some(words.dropped(), app.dropped_syns, true);
    let mut pool = Section::new(words.connections());
    pool.used(words.in_use(), app.pool.busy, app.pool.size);
    pool.counts(words.open(), &[app.pool.open as u64]);
    pool.some(words.waiting_for(), app.pool.waiting as u64, true);
    pool.some(words.starved(), app.pool.starved, true);
    pool.some(words.restarted(), app.pool.restarted, true);
    let mut code = Section::new(words.versions());
    let older = app.older.iter().map(|(version, n)| texts.on_version(*version, *n));
    let ready = (of.busy + of.idle).saturating_sub(of.old);
    let running: Vec<String> = core::iter::once(texts.on_version(app.version, ready)).chain(older).collect();
    code.add(words.running(), running.join(", ")).bad = !app.older.is_empty();
    if app.files != app.version {
        code.add(words.files(), app.files.to_string()).bad = true;
    }
    code.counts(words.pages(), &[app.pages]);
    code.some(words.failed(), app.failed, true);
    code.some(words.abandoned(), app.abandoned, true);
    sections.extend([workers, accept]);
    if !bare {
        sections.extend([pool, code]);
    }
}
