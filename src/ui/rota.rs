//! Who looks at a playing run when: never two at one animation frame, so that no frame has the work of all. Knows the
//! parts of the page by what they need of the run.

use tierscope::app::shown::Shown;
use tierscope::app::state::State;
use tierscope::engine::time::SimTime;

/// Real milliseconds between two looks: diagram and time line; figures; charts. Figures that change more often than a
/// person reads only flicker.
const PAUSES_MS: [f64; 3] = [100.0, 250.0, 250.0];

/// What the parts saw at their last look.
pub struct Rota {
    /// The instant, for the transport and the time line.
    pub instant: SimTime,
    /// The diagram and the time line.
    pub diagram: Shown,
    /// The figures and the log.
    pub panel: Shown,
    /// The charts.
    pub charts: Shown,
    due_ms: [f64; 3],
}

impl Rota {
    /// Everybody sees the run as it is.
    pub fn new(state: &State) -> Rota {
        let shown = &state.shown;
        Rota {
            instant: state.instant(),
            diagram: shown.clone(),
            panel: shown.clone(),
            charts: shown.clone(),
            due_ms: [0.0; 3],
        }
    }

    /// Everybody looks now: nothing plays, or something was decided.
    pub fn all(&mut self, state: &State) {
        self.instant = state.instant();
        self.diagram = state.shown.clone();
        self.panel = state.shown.clone();
        self.charts = state.shown.clone();
    }

    /// Whose turn it is at the real time `now_ms`, if anybody's: the one that is due for longest.
    pub fn turn(&mut self, now_ms: f64) -> Option<usize> {
        let due = (0..self.due_ms.len()).filter(|part| self.due_ms[*part] <= now_ms);
        let part = due.min_by(|a, b| self.due_ms[*a].total_cmp(&self.due_ms[*b]))?;
        self.due_ms[part] = now_ms + PAUSES_MS[part];
        Some(part)
    }

    /// The part of this turn looks.
    pub fn look(&mut self, part: usize, state: &State) {
        match part {
            0 => {
                self.instant = state.instant();
                self.diagram = state.shown.clone();
            }
            1 => self.panel = state.shown.clone(),
            _ => self.charts = state.shown.clone(),
        }
    }
}
