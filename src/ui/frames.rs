//! The one loop of animation frames: it runs while somebody asks for it, and not a frame longer.

use gloo::render::{AnimationFrame, request_animation_frame};
use yew::Callback;

/// The loop.
pub struct Frames {
    on_frame: Callback<f64>,
    next: Option<AnimationFrame>,
    last_ms: Option<f64>,
}

impl Frames {
    /// A loop that stands still. `on_frame` hears the real time of each frame in milliseconds.
    pub fn new(on_frame: Callback<f64>) -> Frames {
        Frames { on_frame, next: None, last_ms: None }
    }

    /// Asks for the next frame, or stops.
    pub fn keep(&mut self, wanted: bool) {
        if !wanted {
            self.next = None;
            self.last_ms = None;
        } else if self.next.is_none() {
            let on_frame = self.on_frame.clone();
            self.next = Some(request_animation_frame(move |now_ms| on_frame.emit(now_ms)));
        }
    }

    /// A frame came at `now_ms`: gives the real milliseconds since the one before, 0 at the first.
    pub fn elapsed(&mut self, now_ms: f64) -> f64 {
        self.next = None;
        let last_ms = self.last_ms.replace(now_ms);
        last_ms.map_or(0.0, |last_ms| now_ms - last_ms)
    }
}
