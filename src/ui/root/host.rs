//! The root as a frame in another page. Apart from the rest, because most people meet the page by itself
//! (docs/decisions/0010-later.md).

use super::{Heard, Root};
use crate::ui::browser;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;
use yew::prelude::*;

/// Real milliseconds after which what was decided has been drawn.
const DRAWN_MS: f64 = 200.0;

/// What the root hears as a frame in another page.
pub enum Framed {
    /// Something may be said to that page.
    Tell,
    /// Whether any of the frame can be seen there.
    Sight(bool),
    /// The link out of the frame is followed.
    Out(MouseEvent),
}

impl Root {
    /// The page around this one said something.
    #[inline(never)]
    pub(super) fn hear_host(&mut self, ctx: &Context<Root>, text: &str) {
        let Some((_, talk)) = &mut self.host else { return };
        let effects = talk.hear(&mut self.state, text);
        self.carry_out(ctx, effects);
    }

    /// Something happened to the frame.
    #[inline(never)]
    pub(super) fn framed(&mut self, ctx: &Context<Root>, framed: Framed) {
        match framed {
            Framed::Tell => self.tell_host(ctx, None),
            Framed::Sight(in_sight) => {
                self.in_sight = in_sight;
                self.frames.keep(self.is_watched());
            }
            Framed::Out(event) => {
                // The link was written a moment ago; what is opened is the run as it is now.
                let anchor = event.current_target().and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok());
                if let Some(anchor) = anchor {
                    anchor.set_href(&self.link(true));
                }
            }
        }
    }

    /// Says to the page around this one what is due, and comes back for what is not, and for what is drawn after this.
    pub(super) fn tell(&mut self, ctx: &Context<Root>) {
        if self.host.is_some() {
            self.tell_host(ctx, Some(DRAWN_MS));
        }
    }

    #[inline(never)]
    fn tell_host(&mut self, ctx: &Context<Root>, again_ms: Option<f64>) {
        let Some((host, talk)) = &mut self.host else { return };
        let now_ms = browser::now_ms();
        // While the run plays this is at the begin of a frame, before anything of it is drawn: no layout is forced.
        if let Some(body) = browser::document().body() {
            let rect = body.get_bounding_client_rect();
            talk.size().want(rect.width().ceil(), rect.height().ceil(), now_ms);
        }
        talk.look(&self.state, now_ms);
        talk.take().iter().for_each(|text| host.say(text));
        let wait_ms = [talk.due_in(now_ms), again_ms].into_iter().flatten().reduce(f64::min);
        self.telling = wait_ms.map(|wait_ms| {
            let hear = ctx.link().callback(|()| Heard::Framed(Framed::Tell));
            Timeout::new(wait_ms as u32 + 1, move || hear.emit(()))
        });
    }
}
