//! Yew, whose `html!` takes fewer bytes.
//!
//! The macro writes paths such as `::yew::virtual_dom::VTag::__new_other` into the code of a page: some hundred bytes for each
//! element, to fill in what nearly no element has. This crate stands under the name `yew`, hands on all of Yew, and has
//! types of its own in a few of these places, which do the same in functions that the page holds once. What a page does with
//! them is what it does with Yew's.

mod classes;
mod component;
mod element;
mod nodes;

pub use real::*;

/// As Yew's, with the types of `html!` that are ours.
pub mod html {
    pub use crate::classes::Classes;
    pub use crate::element::Reference as NodeRef;
    pub use crate::nodes::ChildrenRenderer;
    pub use real::html::*;
}

/// As Yew's, with the types of `html!` that are ours.
pub mod virtual_dom {
    pub use crate::component::VChild;
    pub use crate::element::VTag;
    pub use real::virtual_dom::*;
}

/// As Yew's, with the types of `html!` that are ours.
pub mod utils {
    pub use crate::nodes::NodeSeq;
    pub use real::utils::*;
}

/// As Yew's, with the classes that are ours.
pub mod prelude {
    pub use crate::classes;
    pub use crate::classes::Classes;
    pub use real::prelude::*;
}
