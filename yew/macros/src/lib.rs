//! `html!` of Yew's grammar, as far as the page uses it, which writes a text and a few calls instead of code for every element.
//!
//! What never changes becomes one constant text, the template; what changes becomes calls in the template's order:
//!
//! ```text
//! html! { <p class="a" title={name}>{ count }</p> }
//!
//! ::yew::template::Build::of("<p\nclass=a\ntitle\n!\n/\n").attribute(name).node(count).end()
//! ```
//!
//! The crate `yew` beside this one says what the lines mean (`template.rs`) and makes Yew's nodes of them.

mod parse;
mod tokens;
mod write;

use proc_macro::TokenStream;

/// Markup as a node of Yew.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    match parse::nodes(input) {
        Ok(nodes) => write::root(nodes),
        Err(error) => error.into_tokens(),
    }
}
