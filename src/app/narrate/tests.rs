//! Stories of whole runs.

use super::*;
use crate::metrics::ledger::Ledger;
use crate::model::balancer::{BalancerLog, Cause, CheckResult, Health, ServerIndex};
use crate::model::id::{LinkId, Process, Target};

const SERVER_1: MachineId = MachineId::server(0);
const SERVER_2: MachineId = MachineId::server(1);

/// A log: milliseconds, what was noted, and how many requests had timed out, failed and been refused by then.
fn log(lines: &[(u64, Note, [u64; 3])]) -> Vec<Line> {
    let line = |(millis, note, [timed_out, failed, refused]): &(u64, Note, [u64; 3])| Line {
        at: SimTime::from_millis(*millis),
        note: *note,
        ledger: Ledger { arrived: 100_000, answered: 9, timed_out: *timed_out, failed: *failed, refused: *refused },
    };
    lines.iter().map(line).collect()
}

fn told(lines: &[(u64, Note, [u64; 3])]) -> Vec<String> {
    let stories = stories(Texts::english(), &log(lines), &[]);
    stories.into_iter().map(|story| story.text.replace(crate::app::format::THIN, " ")).collect()
}

fn check(result: CheckResult, health: Health) -> Note {
    Note::Balancer(BalancerLog::Check { server: ServerIndex(0), result, health, rise: 2, fall: 3 })
}

fn missed(misses: u32) -> Note {
    check(CheckResult::Unanswered, if misses < 3 { Health::Up { misses } } else { Health::DEAD })
}

fn down() -> Note {
    Note::Balancer(BalancerLog::ServerDown { server: ServerIndex(0), cause: Cause::Check(CheckResult::Unanswered) })
}

#[test]
fn down_tells_how_many_checks_led_to_it_and_what_it_cost_since_the_crash() {
    let off = Note::Crashed(Target::Machine(SERVER_1));
    let texts = told(&[
        (5_000, Note::Configured, [7, 0, 0]),
        (12_000, off, [7, 0, 0]),
        (14_300, missed(1), [20, 0, 0]),
        (18_300, missed(2), [200, 30, 0]),
        (22_300, missed(3), [419, 31, 0]),
        (22_300, down(), [419, 31, 0]),
    ]);
    assert_eq!(texts[2], "HAProxy's check of server-1 was not answered (1 of 3)");
    assert_eq!(
        texts[5],
        "HAProxy marked server-1 DOWN after 3 failed checks; meanwhile 412 requests timed out and 31 failed"
    );
}

#[test]
fn a_server_that_nobody_crashed_is_down_since_its_first_failed_check() {
    let texts = told(&[
        (1_000, missed(1), [5, 1, 0]),
        (2_000, check(CheckResult::Connected, Health::FULL), [5, 1, 0]),
        (3_000, missed(1), [6, 1, 0]),
        (4_000, missed(2), [6, 1, 0]),
        (5_000, missed(3), [7, 1, 1]),
        (5_000, down(), [7, 1, 1]),
    ]);
    assert_eq!(
        texts[5],
        "HAProxy marked server-1 DOWN after 3 failed checks; meanwhile 1 request timed out and 1 was refused"
    );
}

#[test]
fn a_trouble_that_is_over_is_not_the_cause_of_the_next() {
    let off = Note::Crashed(Target::Machine(SERVER_1));
    let texts = told(&[
        (1_000, off, [0, 0, 0]),
        (2_000, Note::Restarted(Target::Machine(SERVER_1)), [50, 0, 0]),
        (9_000, missed(1), [60, 0, 0]),
        (9_500, down(), [64, 0, 0]),
    ]);
    assert_eq!(texts[1], "server-1 is on again after 1 s; 50 requests went unanswered meanwhile");
    assert_eq!(texts[3], "HAProxy marked server-1 DOWN after 1 failed check; meanwhile 4 requests timed out");
}

#[test]
fn a_cut_link_is_the_trouble_of_the_server_behind_it_and_what_cost_nothing_says_nothing_of_cost() {
    let link = LinkId::between(MachineId::BALANCER, SERVER_1);
    let texts =
        told(&[(1_000, Note::Partitioned(link), [3; 3]), (9_500, down(), [3; 3]), (9_900, Note::Healed(link), [3; 3])]);
    assert_eq!(texts[1], "HAProxy marked server-1 DOWN");
    assert_eq!(texts[2], "The link between lb-1 and server-1 carries again after 8.9 s");
}

#[test]
fn requests_that_still_wait_are_counted_too() {
    let mut lines = log(&[(1_000, missed(1), [0; 3]), (5_000, down(), [13, 0, 0])]);
    lines[1].ledger.arrived += 1_918;
    let text = |lines: &[Line]| stories(Texts::english(), lines, &[])[1].text.replace(crate::app::format::THIN, " ");
    let told = "HAProxy marked server-1 DOWN after 1 failed check; meanwhile";
    assert_eq!(text(&lines), format!("{told} 13 requests timed out and 1 905 more wait"));
    lines[1].ledger.timed_out = 0;
    assert_eq!(text(&lines), format!("{told} 1 918 more requests wait"));
}

#[test]
fn a_promotion_says_what_is_lost() {
    let promoted = |lost| Note::Promoted { machine: SERVER_2, position: 4_809, lost };
    let texts = told(&[
        (1_000, promoted(0), [0; 3]),
        (2_000, promoted(1), [0; 3]),
        (3_000, promoted(3), [0; 3]),
        (4_000, Note::Draining { machine: SERVER_2, backlog: 14 }, [0; 3]),
    ]);
    assert_eq!(texts[0], "MySQL on server-2 became the primary at position 4 809; no acknowledged write is lost");
    assert_eq!(texts[1], "MySQL on server-2 became the primary at position 4 809; 1 acknowledged write is lost");
    assert_eq!(texts[2], "MySQL on server-2 became the primary at position 4 809; 3 acknowledged writes are lost");
    assert_eq!(texts[3], "MySQL on server-2 applies what it has received before it is promoted: 14 transactions left");
}

#[test]
fn every_line_names_the_node_as_a_link_does() {
    let node = |note| stories(Texts::english(), &log(&[(0, note, [0; 3])]), &[])[0].node.clone();
    assert_eq!(node(Note::Crashed(Target::Process(SERVER_1, Process::Nginx))), "server-1.nginx");
    assert_eq!(node(Note::Partitioned(LinkId::between(SERVER_2, MachineId::BALANCER))), "lb-1~server-2");
    assert_eq!(node(down()), "server-1");
    assert_eq!(node(Note::Balancer(BalancerLog::NoServerAvailable)), "lb-1.haproxy");
    assert_eq!(node(Note::Promoted { machine: SERVER_2, position: 1, lost: 0 }), "server-2.mysqld");
    assert_eq!(node(Note::NoCandidate), "lb-1.manager");
    assert_eq!(node(Note::Configured), "");
}

#[test]
fn of_a_row_of_failed_checks_only_the_first_is_a_turn() {
    let lines = log(&[(1, missed(1), [0; 3]), (2, missed(2), [0; 3]), (3, missed(3), [0; 3]), (3, down(), [0; 3])]);
    let turns: Vec<bool> = stories(Texts::english(), &lines, &[]).iter().map(|story| story.important).collect();
    assert_eq!(turns, [true, false, false, true]);
}
