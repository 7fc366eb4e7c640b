//! Yew, whose `html!` takes fewer bytes.
//!
//! Yew's macro writes some hundred bytes of code for each element and each attribute. This crate stands under the name `yew`,
//! hands on all of Yew, and has an `html!` of its own, with the grammar of Yew's as far as the page uses it: what never changes is
//! a text, what changes a call (`template.rs`). What comes out are Yew's own nodes. Components and hooks (`component.rs`, `hooks.rs`)
//! are compiled once, and not for each use.

mod classes;
pub mod component;
mod hooks;
mod lines;
pub mod template;

pub use ::macros::html;
pub use real::*;

/// As Yew's, with the classes that are ours.
pub mod html {
    pub use crate::classes::Classes;
    pub use real::html::*;
}

/// As Yew's, with the `html!`, the classes and the hooks that are ours.
pub mod prelude {
    pub use crate::classes;
    pub use crate::classes::Classes;
    pub use crate::hooks::{UseStateHandle, use_callback, use_effect_with, use_memo, use_node_ref, use_state_eq};
    pub use ::macros::html;
    pub use real::prelude::*;
}
