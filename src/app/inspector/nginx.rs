//! What an nginx tells: its status page, and what its logs would tell when counted.

use super::Section;
use crate::app::format;
use crate::app::texts::inspector::Nginx;
use crate::model::config::Config;
use crate::snapshot::{CacheStatus, ServerView};

/// An nginx that runs.
pub(super) fn tell(sections: &mut Vec<Section>, view: &ServerView, config: &Config, words: &Nginx) {
    if !view.nginx.running {
        return;
    }
    let (nginx, status, counts) = (&view.nginx, &view.nginx.status, &view.nginx.status.counts);
    let mut own = Section::new(words.status());
    own.counts(words.active(), &[status.active as u64]);
    own.counts(words.accepts(), &[counts.accepted, counts.handled]);
    own.counts(words.requests(), &[counts.requests]);
    own.counts(words.doing(), &[status.reading as u64, status.writing as u64, status.waiting as u64]);
    own.used(words.connections(), nginx.slots, nginx.slots_max);
    if status.generations > 1 {
        own.counts(words.generations(), &[status.generations as u64]);
    }
    own.some(words.not_enough(), counts.not_enough, true);
    own.some(words.client_closed(), counts.client_closed, false);
    let mut upstream = Section::new(words.upstream());
    upstream.counts(words.opened(), &[counts.opened, status.spare as u64]);
    if status.group.len() > 1 {
        let group: Vec<u64> = status.group.iter().map(|n| u64::from(*n)).collect();
        upstream.counts(words.group(), &group);
    }
    for (name, count) in [
        (words.refused(), counts.refused),
        (words.timed_out(), counts.timed_out),
        (words.broken(), counts.broken),
        (words.no_live(), counts.no_live),
        (words.passed_on(), counts.passed_on),
        (words.cut(), counts.cut),
    ] {
        upstream.some(name, count, true);
    }
    let mut limits = Section::new(words.limits());
    if config.nginx.limit_req.rate_per_s > 0 {
        limits.counts(words.limit_req(), &[counts.limited, counts.delayed]);
    }
    if config.nginx.limit_conn > 0 {
        limits.counts(words.limit_conn(), &[counts.conn_limited]);
    }
    let mut cache = Section::new(words.cache());
    if config.nginx.cache.on {
        for (kind, count) in CacheStatus::ALL.iter().zip(status.cache) {
            cache.add(kind.keyword(), format::count(count));
        }
        cache.counts(words.cached(), &[status.cached as u64]);
    }
    sections.extend([own, upstream, limits, cache].into_iter().filter(|section| !section.facts.is_empty()));
}
