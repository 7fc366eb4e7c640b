//! The texts of the catalogue and the tour.

use super::page::Scenario;
use super::schema::room;
use crate::app::catalogue::Topic;

room! {
    /// Texts of the catalogue and of what the page says of a topic.
    Guide = "guide" after Scenario with { tour: Tour };

    /// Button: opens the catalogue. And its title.
    open;
    /// What the catalogue is, in a sentence.
    sentence;
    /// Name of what the page says of a topic.
    region;
    /// a topic's name.
    name of Topic {
        Single, Backup, Balancer, Active, Slow, Logins, Dedicated, Lost, Stale, Split, Pool, Retries, Release, Queue,
    };
    /// Its idea, in a sentence.
    idea of Topic {
        Single, Backup, Balancer, Active, Slow, Logins, Dedicated, Lost, Stale, Split, Pool, Retries, Release, Queue,
    };
    /// Button: does what the topic suggests.
    deed of Topic {
        Single, Backup, Balancer, Active, Slow, Logins, Dedicated, Lost, Stale, Split, Pool, Retries, Release, Queue,
    };
    /// What follows from it, and where to look.
    outcome of Topic {
        Single, Backup, Balancer, Active, Slow, Logins, Dedicated, Lost, Stale, Split, Pool, Retries, Release, Queue,
    };
    /// Button: says no more of it.
    hide;
}

room! {
    /// Texts of the tour.
    Tour = "tour" after Guide;

    /// Button: begins the tour.
    begin;
    /// Name of the tour's card.
    region;
    /// Which step of how many.
    step(n, of);
    /// The steps, from the first to the last, in 25 words at most.
    first;
    /// The second.
    second;
    /// The third.
    third;
    /// The fourth.
    fourth;
    /// The last.
    fifth;
    /// Button.
    next;
    /// Button.
    back;
    /// Button: ends the tour before its end.
    skip;
    /// Button: ends it at its end.
    end;
}

impl Tour {
    /// The text of a step, from 0.
    pub fn text(&self, step: usize) -> &'static str {
        [self.first(), self.second(), self.third(), self.fourth(), self.fifth()].get(step).copied().unwrap_or_default()
    }
}
