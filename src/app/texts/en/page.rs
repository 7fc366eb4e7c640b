//! English: a page within another one.

use crate::app::texts::Page;

pub(super) const TEXTS: Page = Page {
    not_one_of: |key, word, words| format!("{key}: “{word}” is not one of {words}; it is left out."),
    no_lock: |word| format!("lock: “{word}” is no setting; it is left out."),
    no_origin: |word| format!("origin: “{word}” is no origin such as https://example.org; no messages are exchanged."),
    locked: "fixed",
    locked_why: "The page that shows this has fixed it.",
    pop_out: "Open",
    pop_out_why: "Open this run in a tab of its own",
    description: "Description",
};
