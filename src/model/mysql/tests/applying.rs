//! The applier and its relay log.

use super::{Alone, insert, mariadb};
use crate::engine::time::SimDuration;
use crate::model::mysql::log::Gtid;
use crate::model::mysql::output::{Output, Timer};
use crate::model::mysql::row::{Change, Deed};

/// A replica two seconds behind, with two transactions: of 0.25 s and of 1.75 s.
fn delayed() -> (Alone, [Gtid; 2]) {
    let mut settings = mariadb();
    settings.delay = SimDuration::from_seconds(2);
    let mut alone = Alone::replica(settings);
    let written = [alone.receive(0.25, insert(1)), alone.receive(1.75, insert(2))];
    (alone, written)
}

/// After how many seconds it wants to look at the delayed transaction.
fn delay(alone: &Alone) -> Option<f64> {
    alone.out.iter().find_map(|output| match output {
        Output::Timer { after, timer: Timer::Delay } => Some(after.as_seconds()),
        _ => None,
    })
}

#[test]
fn what_is_put_back_keeps_the_time_of_its_arrival() {
    let (mut alone, written) = delayed();
    alone.at(2.25, |mysqld, io| mysqld.timer_due(Timer::Delay, io));
    assert_eq!(alone.begun(), [(1, written[0])]);
    alone.at(2.5, |mysqld, io| mysqld.stop_applier(io));
    // It has waited already: with the time of the one behind it, it would go on until 2.75 s.
    alone.at(2.5, |mysqld, io| mysqld.start_applier(io));
    assert_eq!(alone.begun(), [(2, written[0])]);
    alone.at(2.6, |mysqld, io| mysqld.applied(2, io));
    let left = delay(&alone).expect("the second one waits");
    assert!((left - (3.75 - 2.6)).abs() < 1e-6, "{left}");
    alone.at(3.75, |mysqld, io| mysqld.timer_due(Timer::Delay, io));
    assert_eq!(alone.begun(), [(3, written[1])]);
}

#[test]
fn times_stay_with_their_transactions_when_a_delay_is_set_and_unset() {
    let mut alone = Alone::replica(mariadb());
    alone.at(0.0, |mysqld, io| mysqld.stop_applier(io));
    alone.receive(0.5, insert(1));
    alone.mysqld.settings.delay = SimDuration::from_seconds(5);
    let second = alone.receive(1.25, insert(2));
    alone.mysqld.settings.delay = SimDuration::ZERO;
    let third = alone.receive(3.5, insert(3));
    alone.at(4.0, |mysqld, io| mysqld.start_applier(io));
    alone.at(4.0, |mysqld, io| mysqld.applied(1, io));
    assert_eq!(alone.begun(), [(2, second)]);
    alone.mysqld.settings.delay = SimDuration::from_seconds(5);
    alone.at(4.5, |mysqld, io| mysqld.stop_applier(io));
    alone.at(4.5, |mysqld, io| mysqld.start_applier(io));
    let left = delay(&alone).expect("it waits again");
    assert!((left - (6.25 - 4.5)).abs() < 1e-6, "{left}");
    alone.at(6.25, |mysqld, io| mysqld.timer_due(Timer::Delay, io));
    alone.at(6.25, |mysqld, io| mysqld.applied(3, io));
    let left = delay(&alone).expect("the third waits, too");
    assert!((left - (8.5 - 6.25)).abs() < 1e-6, "{left}");
    assert_eq!(alone.mysqld.relay.front(), Some(third));
}

#[test]
fn a_skip_passes_over_the_next_whatever_it_is() {
    let mut alone = Alone::replica(mariadb());
    alone.at(0.0, |mysqld, io| mysqld.stop_applier(io));
    let written: Vec<Gtid> = (1..=3).map(|row| alone.receive(0.5, insert(row))).collect();
    alone.mysqld.applier.skip = 1;
    alone.at(1.0, |mysqld, io| mysqld.start_applier(io));
    // Nothing was wrong with the first one. The second is applied.
    assert_eq!(alone.begun(), [(1, written[1])]);
    alone.at(1.1, |mysqld, io| mysqld.applied(1, io));
    assert_eq!((alone.mysqld.rows.get(1), alone.mysqld.rows.get(2)), (None, Some(0)));
    assert_eq!((alone.mysqld.log.len(), alone.mysqld.visible, alone.mysqld.applier.skip), (2, 2, 0));
    alone.at(1.2, |mysqld, io| mysqld.applied(2, io));
    assert_eq!(alone.mysqld.log.last(), Some(written[2]));
}

#[test]
fn a_skip_lasts_until_there_is_something_to_skip_and_does_not_reach_what_is_being_applied() {
    let mut alone = Alone::replica(mariadb());
    let first = alone.receive(0.5, insert(1));
    assert_eq!(alone.begun(), [(1, first)]);
    alone.mysqld.applier.skip = 2;
    let next = [alone.receive(0.6, insert(2)), alone.receive(0.7, insert(3))];
    alone.at(1.0, |mysqld, io| mysqld.applied(1, io));
    assert_eq!((alone.mysqld.log.len(), alone.mysqld.log.last()), (3, Some(next[1])));
    let last = alone.receive(2.0, insert(4));
    assert_eq!(alone.begun(), [(2, last)]);
    // The failing one is passed over after the applier's next start, and not before.
    let missing = Change { row: 9, deed: Deed::Update, value: 1 };
    alone.receive(3.0, missing);
    alone.at(3.1, |mysqld, io| mysqld.applied(2, io));
    alone.mysqld.applier.skip = 1;
    alone.at(3.2, |mysqld, io| mysqld.applied(3, io));
    assert_eq!((alone.mysqld.applier.running, alone.mysqld.applier.skip), (false, 1));
    alone.at(3.3, |mysqld, io| mysqld.start_applier(io));
    assert_eq!((alone.mysqld.applier.skip, alone.mysqld.log.len(), alone.mysqld.relay.len()), (0, 5, 0));
}
