//! What HAProxy tells: the figures that one looks at first of its statistics, which are a table of their own.

use super::Section;
use crate::app::statistics::{Row, Subject, rows};
use crate::app::texts::inspector::Haproxy;
use crate::snapshot::Snapshot;

/// What stands in these columns of HAProxy's statistics, with strokes between.
fn cells(section: &mut Section, row: &Row, name: &'static str, columns: &[&str]) {
    let cells: Vec<&str> = columns.iter().map(|column| row.cell(column)).collect();
    section.add(name, cells.join(" / "));
}

/// As [`cells`], trouble where there is any.
fn troubles(section: &mut Section, row: &Row, name: &'static str, columns: &[&str]) {
    cells(section, row, name, columns);
    if let Some(fact) = section.facts.last_mut() {
        fact.bad = columns.iter().any(|column| !matches!(row.cell(column), "" | "0"));
    }
}

/// Frontend and backend.
pub(super) fn tell(sections: &mut Vec<Section>, snapshot: &Snapshot, words: &Haproxy) {
    for row in rows(snapshot) {
        match row.subject {
            Subject::Frontend => {
                let mut section = Section::new("FRONTEND");
                cells(&mut section, &row, words.sessions(), &["scur", "smax"]);
                cells(&mut section, &row, words.rate(), &["rate", "rate_max"]);
                cells(&mut section, &row, words.requests(), &["req_tot"]);
                cells(&mut section, &row, words.answers(), &["hrsp_2xx", "hrsp_4xx", "hrsp_5xx"]);
                sections.push(section);
            }
            Subject::Backend => {
                let mut section = Section::new("BACKEND");
                cells(&mut section, &row, words.status(), &["status"]);
                cells(&mut section, &row, words.usable(), &["act", "bck"]);
                cells(&mut section, &row, words.queue(), &["qcur", "qmax"]);
                cells(&mut section, &row, words.sessions(), &["scur", "smax"]);
                troubles(&mut section, &row, words.errors(), &["econ", "eresp"]);
                troubles(&mut section, &row, words.retries(), &["wretr", "wredis"]);
                sections.push(section);
            }
            Subject::Server(_) => {}
        }
    }
}

/// What it says of a server.
pub(super) fn of_server(sections: &mut Vec<Section>, snapshot: &Snapshot, server: usize, words: &Haproxy) {
    if !snapshot.has_haproxy() {
        return;
    }
    let Some(row) = rows(snapshot).into_iter().find(|row| row.subject == Subject::Server(server)) else { return };
    let mut section = Section::new(words.of_server());
    cells(&mut section, &row, words.status(), &["status"]);
    if !row.cell("check_status").is_empty() {
        cells(&mut section, &row, words.check(), &["check_status"]);
    }
    cells(&mut section, &row, words.weight(), &["weight"]);
    cells(&mut section, &row, words.queue(), &["qcur", "qmax"]);
    cells(&mut section, &row, words.sessions(), &["scur", "smax"]);
    cells(&mut section, &row, words.total(), &["stot"]);
    troubles(&mut section, &row, words.errors(), &["econ", "eresp"]);
    troubles(&mut section, &row, words.retries(), &["wretr", "wredis"]);
    sections.push(section);
}
