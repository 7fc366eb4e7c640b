//! The root as a frame in another page. Apart from the rest, because most people meet the page by itself
//! (docs/decisions/0010-later.md).

use super::{Heard, Root};
use crate::ui::browser;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;
use yew::prelude::*;

/// What the root hears as a frame in another page.
pub enum Framed {
    /// Something may be said to that page.
    Tell,
    /// Whether any of the frame can be seen there.
    Sight(bool),
    /// The page would like to have this width and height.
    Sized(f64, f64),
    /// The link out of the frame is followed.
    Out(MouseEvent),
}

impl Root {
    /// The page around this one said something.
    #[inline(never)]
    pub(super) fn hear_host(&mut self, ctx: &Context<Root>, text: &str) {
        let Some((_, talk)) = &mut self.host else { return };
        let effects = talk.hear(&mut self.state, text, browser::now_ms());
        self.carry_out(ctx, effects);
    }

    /// Something happened to the frame.
    #[inline(never)]
    pub(super) fn framed(&mut self, ctx: &Context<Root>, framed: Framed) {
        match framed {
            Framed::Tell => self.tell(ctx),
            Framed::Sized(width, height) => {
                if let Some((_, talk)) = &mut self.host {
                    talk.size().want(width, height, browser::now_ms());
                }
                self.tell(ctx);
            }
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

    /// Says to the page around this one what is due, and comes back for what is not.
    pub(super) fn tell(&mut self, ctx: &Context<Root>) {
        if self.host.is_some() {
            self.tell_host(ctx);
        }
    }

    #[inline(never)]
    fn tell_host(&mut self, ctx: &Context<Root>) {
        let Some((host, talk)) = &mut self.host else { return };
        let now_ms = browser::now_ms();
        talk.look(&self.state, now_ms);
        talk.take().iter().for_each(|text| host.say(text));
        self.telling = talk.due_in(now_ms).map(|wait_ms| {
            let hear = ctx.link().callback(|()| Heard::Framed(Framed::Tell));
            Timeout::new(wait_ms as u32 + 1, move || hear.emit(()))
        });
    }
}
