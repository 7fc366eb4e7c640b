//! Draws the marks on the canvas over the drawing, at each animation frame, past the virtual DOM.

use super::legend::scale_words;
use super::palette::Palette;
use super::sprites::Sprites;
use crate::ui::painter::Frame;
use tierscope::app::layout::Layout;
use tierscope::app::marks::{self, Mark, Moment, Replay, Replication, Tone};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::engine::digits::Fixed;
use tierscope::engine::range;
use tierscope::snapshot::Snapshot;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};
use yew::NodeRef;

/// Real milliseconds between two looks at the colours and at the scale in words.
const LOOK_MS: f64 = 500.0;
/// How far from its middle a mark can be clicked, in units.
const REACH: f64 = 6.5;

/// What the brush has to know of the drawing.
#[derive(Clone, PartialEq)]
pub struct View {
    pub layout: Same<Layout>,
    pub snapshot: Same<Snapshot>,
    pub texts: &'static Texts,
    /// No marks at all.
    pub still: bool,
}

/// The brush.
pub struct Brush {
    canvas: NodeRef,
    scale: NodeRef,
    view: Option<View>,
    replay: Replay,
    replication: Replication,
    marks: Vec<Mark>,
    sprites: Option<Sprites>,
    looked_ms: f64,
    /// Pixels of the canvas, and pixels for a unit.
    size: (u32, u32, f64),
    said: String,
}

impl Brush {
    /// A brush for this canvas, and for the element that says the scale.
    pub fn new(canvas: NodeRef, scale: NodeRef) -> Brush {
        Brush {
            canvas,
            scale,
            view: None,
            replay: Replay::new(),
            replication: Replication::default(),
            marks: Vec::new(),
            sprites: None,
            looked_ms: f64::INFINITY,
            size: (0, 0, 1.0),
            said: String::new(),
        }
    }

    /// Looks at the drawing as it is now.
    pub fn see(&mut self, view: View) {
        let before = self.view.as_ref();
        if before.is_none_or(|before| before.layout != view.layout) {
            self.replay.settle();
            self.replication.clear();
            self.looked_ms = f64::INFINITY;
        }
        self.view = Some(view);
    }

    /// The request whose mark is at a point of the drawing, in pixels.
    pub fn hit(&self, (x, y): (f64, f64)) -> Option<u64> {
        let scale = self.view.as_ref()?.layout.scale;
        marks::hit(&self.marks, (x / scale, y / scale), REACH)
    }

    /// Draws a frame.
    pub fn paint(&mut self, frame: &Frame<'_>) {
        let Some(view) = self.view.clone() else { return };
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else { return };
        self.fit(&canvas, &view.layout);
        let elapsed = if frame.playing { frame.elapsed_ms / 1e3 } else { 0.0 };
        self.marks.clear();
        if !view.still {
            self.replication.look(&view.snapshot, frame.journeys.every, frame.jumps);
            self.replication.frame(elapsed, &view.layout, &mut self.marks);
            let moment = Moment {
                journeys: frame.journeys,
                now: frame.now,
                elapsed,
                speed: frame.speed,
                playing: frame.playing,
                jumps: frame.jumps,
                layout: &view.layout,
            };
            self.replay.frame(&moment, &mut self.marks);
        }
        self.looked_ms += frame.elapsed_ms;
        if self.looked_ms >= LOOK_MS || !frame.playing || self.sprites.is_none() {
            self.looked_ms = 0.0;
            self.look(Palette::read(&canvas));
            self.say(frame.speed, view.texts);
        }
        if let Some(context) = context(&canvas) {
            self.draw(&context);
        }
    }

    /// Makes the canvas as large as the drawing, in the screen's own pixels.
    fn fit(&mut self, canvas: &HtmlCanvasElement, layout: &Layout) {
        let ratio = range::within(crate::ui::browser::window().device_pixel_ratio(), 1.0, 4.0);
        let unit = layout.scale * ratio;
        let size = ((layout.width * unit).ceil() as u32, (layout.height * unit).ceil() as u32, unit);
        if size != self.size || canvas.width() != size.0 {
            canvas.set_width(size.0);
            canvas.set_height(size.1);
            let style = canvas.style();
            // Both names are valid: nothing can go wrong.
            drop(style.set_property("width", &format!("{}px", Fixed(f64::from(size.0) / ratio, 2))));
            drop(style.set_property("height", &format!("{}px", Fixed(f64::from(size.1) / ratio, 2))));
            self.size = size;
            self.sprites = None;
        }
    }

    /// Draws every look anew where colours or the screen have changed.
    fn look(&mut self, palette: Palette) {
        if self.sprites.as_ref().is_none_or(|sprites| !sprites.are_of(&palette)) {
            self.sprites = Some(Sprites::new(palette, self.size.2));
        }
    }

    fn say(&mut self, speed: f64, texts: &Texts) {
        let words = scale_words(self.replay.scale(), speed, texts);
        if words != self.said
            && let Some(element) = self.scale.cast::<Element>()
        {
            element.set_text_content(Some(&words));
            self.said = words;
        }
    }

    /// Draws all marks, in the order of their requests and what has failed over the others, so that nothing flickers.
    fn draw(&mut self, context: &CanvasRenderingContext2d) {
        let (width, height, _) = self.size;
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        let Some(sprites) = &mut self.sprites else { return };
        context.set_image_smoothing_enabled(false);
        let mut alpha = 1.0;
        for failed in [false, true] {
            for mark in self.marks.iter().filter(|mark| (mark.tone == Tone::Bad) == failed) {
                if mark.alpha != alpha {
                    alpha = mark.alpha;
                    context.set_global_alpha(alpha);
                }
                sprites.put(context, mark);
            }
        }
        context.set_global_alpha(1.0);
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}
