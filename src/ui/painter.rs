//! The way from the page's one frame loop to a canvas, past the virtual DOM. Knows nothing of what is painted.

use std::cell::RefCell;
use std::rc::Rc;
use tierscope::engine::time::SimTime;
use tierscope::metrics::journey::Journeys;

/// What may be painted at one animation frame.
pub struct Frame<'a> {
    /// The ways of sampled requests.
    pub journeys: &'a Journeys,
    /// The instant of the run.
    pub now: SimTime,
    /// Real milliseconds since the frame before, at most 100; 0 when the run is paused and something else changed.
    pub elapsed_ms: f64,
    /// Simulated seconds per real second that are wanted.
    pub speed: f64,
    /// Whether the run plays.
    pub playing: bool,
    /// Counts up whenever the run jumped (a seek, a new run): what was on the way before is gone.
    pub jumps: u32,
}

type Paint = Box<dyn FnMut(&Frame<'_>)>;

/// A place where the diagram leaves its brush for the frame loop.
#[derive(Clone, Default)]
pub struct Painter(Rc<RefCell<Option<Paint>>>);

impl Painter {
    /// From now on every frame is painted by `paint`.
    pub fn set(&self, paint: impl FnMut(&Frame<'_>) + 'static) {
        *self.0.borrow_mut() = Some(Box::new(paint));
    }

    /// Nothing is painted any more.
    pub fn clear(&self) {
        *self.0.borrow_mut() = None;
    }

    /// Paints a frame, if there is somebody to paint it.
    pub fn paint(&self, frame: &Frame<'_>) {
        if let Some(paint) = self.0.borrow_mut().as_mut() {
            paint(frame);
        }
    }
}

/// The same place, whatever brush lies there.
impl PartialEq for Painter {
    fn eq(&self, other: &Painter) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
