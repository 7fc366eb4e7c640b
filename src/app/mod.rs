//! The application without a screen: what a page does, shows and says. Knows no browser.
//!
//! Elm's shape: [`state::State`] is everything, [`update::Msg`] is what a person does, [`update::Effect`] what the browser
//! is asked for in return.

pub mod announcer;
pub mod catalogue;
pub mod chart;
pub mod clock;
pub mod course;
pub mod description;
pub mod diagram;
pub mod diary;
pub mod entry;
pub mod fold;
pub mod format;
pub mod heal;
pub mod inspector;
pub mod layout;
pub mod legend;
pub mod marks;
pub mod narrate;
pub mod notice;
pub mod page;
pub mod protocol;
pub mod reasons;
pub mod same;
pub mod schema;
pub mod selection;
pub mod session;
pub mod share;
pub mod shown;
pub mod sound;
pub mod state;
pub mod statistics;
pub mod texts;
pub mod timeline;
pub mod turns;
pub mod undo;
pub mod update;
pub mod waterfall;
pub mod wishes;
pub mod workload;
