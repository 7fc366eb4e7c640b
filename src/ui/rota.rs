//! Who looks at a playing run when: never two at one animation frame, so that no frame has the work of all. Knows the
//! parts of the page by what they need of the run.

use super::diagram;
use tierscope::app::same::Same;
use tierscope::app::shown::Shown;
use tierscope::app::state::State;
use tierscope::engine::time::SimTime;
use tierscope::snapshot::Snapshot;

/// A part of the page that follows the run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Transport and time line.
    Time,
    /// The diagram, but for servers.
    Diagram,
    /// A part of the diagram's servers.
    Servers(usize),
    /// Figures and log.
    Panel,
    /// Charts.
    Charts,
}

/// Every part and the real milliseconds between two of its looks: together some forty looks in sixty frames. Figures that change more often
/// than a person reads only flicker.
const PARTS: [(Part, f64); 7] = [
    (Part::Time, 100.0),
    (Part::Diagram, 150.0),
    (Part::Servers(0), 150.0),
    (Part::Servers(1), 150.0),
    (Part::Servers(2), 150.0),
    (Part::Panel, 250.0),
    (Part::Charts, 250.0),
];

/// What the parts saw at their last look.
pub struct Rota {
    /// The instant, for transport and time line.
    pub instant: SimTime,
    /// Right end of the time line.
    pub end: SimTime,
    /// For the diagram, but for servers.
    pub diagram: Shown,
    /// For each part of its servers.
    pub servers: [Same<Snapshot>; diagram::PARTS],
    /// For figures and log.
    pub panel: Shown,
    /// For the charts.
    pub charts: Shown,
    due_ms: [f64; PARTS.len()],
}

impl Rota {
    /// Everybody sees the run as it is.
    pub fn new(state: &State) -> Rota {
        let shown = &state.shown;
        Rota {
            instant: state.instant(),
            end: shown.end,
            diagram: shown.clone(),
            servers: [(); diagram::PARTS].map(|()| shown.snapshot.clone()),
            panel: shown.clone(),
            charts: shown.clone(),
            due_ms: [0.0; PARTS.len()],
        }
    }

    /// Everybody looks now: nothing plays, or something was decided.
    pub fn all(&mut self, state: &State) {
        PARTS.iter().for_each(|(part, _)| self.look(*part, state));
    }

    /// Whose turn it is at the real time `now_ms`, if anybody's: the one that is due for longest. Nobody looks again before `rest_ms`.
    pub fn turn(&mut self, now_ms: f64, rest_ms: f64) -> Option<Part> {
        let due = (0..PARTS.len()).filter(|index| self.due_ms[*index] <= now_ms);
        let index = due.min_by(|a, b| self.due_ms[*a].total_cmp(&self.due_ms[*b]))?;
        let (part, pause_ms) = PARTS[index];
        self.due_ms[index] = now_ms + pause_ms.max(rest_ms);
        Some(part)
    }

    /// A part looks at the run as it is.
    pub fn look(&mut self, part: Part, state: &State) {
        match part {
            Part::Time => {
                self.instant = state.instant();
                self.end = state.shown.end;
            }
            Part::Diagram => self.diagram = state.shown.clone(),
            Part::Servers(part) => self.servers[part] = state.shown.snapshot.clone(),
            Part::Panel => self.panel = state.shown.clone(),
            Part::Charts => self.charts = state.shown.clone(),
        }
    }
}
