//! What befell the one client who is followed, kept as it was told.

use crate::engine::time::SimTime;
use crate::model::diary::{Followed, Happening};
use crate::model::mysql::log::Gtid;
use crate::model::observation::Class;
use std::collections::VecDeque;

/// Most entries that are kept; the oldest go first. A page makes about four.
pub const LIMIT: usize = 2_000;

/// Something that befell the client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: SimTime,
    /// The number of the attempt of his that it befell.
    pub attempt: u64,
    /// What.
    pub what: Happening,
}

/// The diary of the client who is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Diary {
    client: Option<u32>,
    since: SimTime,
    /// The write that he knew of when it began.
    first: Option<Gtid>,
    /// The write that he knows of now.
    post: Option<Gtid>,
    kept: VecDeque<Entry>,
}

impl Default for Diary {
    fn default() -> Diary {
        Diary::new()
    }
}

impl Diary {
    /// Nobody's.
    pub const fn new() -> Diary {
        Diary { client: None, since: SimTime::NEVER, first: None, post: None, kept: VecDeque::new() }
    }

    /// That of a client, by rank, which is still to begin; or nobody's.
    pub fn of(client: Option<u32>) -> Diary {
        Diary { client, ..Diary::new() }
    }

    /// Whose it is, by rank.
    pub const fn client(&self) -> Option<u32> {
        self.client
    }

    /// From when on everything is in it.
    pub const fn since(&self) -> SimTime {
        self.since
    }

    /// What is in it, oldest first.
    pub const fn kept(&self) -> &VecDeque<Entry> {
        &self.kept
    }

    /// Who is followed.
    #[inline(always)]
    pub fn followed(&self) -> Option<Followed> {
        self.client.map(|client| Followed { client, post: self.post })
    }

    /// Whether somebody is followed whose diary has not begun.
    pub fn is_to_begin(&self) -> bool {
        self.client.is_some() && self.since == SimTime::NEVER
    }

    /// It begins, when the client knows of this write of his.
    pub fn begin(&mut self, since: SimTime, post: Option<Gtid>) {
        (self.since, self.first, self.post) = (since, post, post);
    }

    /// Writes an entry.
    #[cold]
    pub fn add(&mut self, entry: Entry) {
        if self.kept.len() == LIMIT
            && let Some(oldest) = self.kept.pop_front()
        {
            self.first = post_of(&oldest).or(self.first);
            self.since = oldest.at;
        }
        self.post = post_of(&entry).or(self.post);
        self.kept.push_back(entry);
    }

    /// Forgets what came after `time`. One that began later is to begin again.
    pub fn cut_back(&mut self, time: SimTime) {
        let kept = self.kept.partition_point(|entry| entry.at <= time);
        self.kept.truncate(kept);
        if self.since > time {
            *self = Diary::of(self.client);
        }
        self.post = self.kept.iter().rev().find_map(post_of).or(self.first);
    }

    /// Takes the place of another one that was written up to where this run is going, as `reaches` says, if it has more to tell.
    pub fn replace(&mut self, own: Diary, reaches: bool) {
        if own.client != self.client || (reaches && own.since < self.since) {
            *self = if reaches { own } else { Diary::of(own.client) };
        }
    }
}

/// The write that its client was told is done.
fn post_of(entry: &Entry) -> Option<Gtid> {
    match entry.what {
        Happening::Ended { outcome, written, .. } if outcome.class == Class::Answered => written,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SimDuration;
    use crate::model::observation::{Kind, Outcome};

    fn at(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    fn post(millis: u64, number: u64, status: u16) -> Entry {
        let class = if status == 200 { Class::Answered } else { Class::Failed };
        let what = Happening::Ended {
            kind: Kind::Write,
            outcome: Outcome { class, status, cause: None },
            response: SimDuration::ZERO,
            server: None,
            written: Some(Gtid { stream: 0, number }),
        };
        Entry { at: at(millis), attempt: number, what }
    }

    #[test]
    fn the_last_write_is_the_last_that_was_answered_and_cutting_back_finds_the_one_before() {
        let mut diary = Diary::of(Some(3));
        assert!(diary.is_to_begin() && !Diary::new().is_to_begin());
        diary.begin(at(5), None);
        [post(10, 1, 200), post(20, 2, 200), post(30, 3, 500)].into_iter().for_each(|entry| diary.add(entry));
        let last = |diary: &Diary| diary.followed().and_then(|followed| followed.post).map(|gtid| gtid.number);
        assert_eq!((last(&diary), diary.kept().len()), (Some(2), 3));
        diary.cut_back(at(19));
        assert_eq!((last(&diary), diary.kept().len(), diary.since()), (Some(1), 1, at(5)));
        diary.cut_back(at(4));
        assert!(diary.is_to_begin() && diary.kept().is_empty() && last(&diary).is_none());
    }

    #[test]
    fn a_full_diary_says_from_when_on_it_is_whole_and_remembers_the_last_write() {
        let mut diary = Diary::of(Some(0));
        diary.begin(at(0), None);
        diary.add(post(1, 7, 200));
        (0..LIMIT as u64).for_each(|n| diary.add(post(100 + n, n, 500)));
        assert_eq!((diary.kept().len(), diary.since()), (LIMIT, at(1)));
        assert_eq!(diary.followed().and_then(|followed| followed.post).map(|gtid| gtid.number), Some(7));
        diary.cut_back(at(50));
        assert_eq!(diary.followed().and_then(|followed| followed.post).map(|gtid| gtid.number), Some(7));
    }

    #[test]
    fn of_two_diaries_of_one_client_the_longer_one_is_kept_and_none_of_another() {
        let begun = |client, since| {
            let mut diary = Diary::of(Some(client));
            diary.begin(at(since), None);
            diary
        };
        let mut kept = begun(1, 10);
        kept.replace(begun(1, 5), true);
        assert_eq!(kept, begun(1, 5));
        kept.replace(begun(1, 8), true);
        kept.replace(begun(1, 2), false);
        assert_eq!(kept, begun(1, 5));
        kept.replace(begun(2, 8), true);
        assert_eq!(kept, begun(2, 8));
        kept.replace(begun(3, 8), false);
        assert!(kept.is_to_begin() && kept.client() == Some(3));
    }
}
