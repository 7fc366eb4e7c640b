//! The parameters of a link that are about the page, in words: for the documentation, and for the tests that hold the page
//! to it.

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its key in a link, for ever.
    pub key: &'static str,
    /// The words it takes; of a list, those that may be in it. Empty where it takes something else, which `sentence` says.
    pub words: &'static [&'static str],
    /// What it does.
    pub sentence: &'static str,
    /// Version of the link's grammar (`v`) that first had it.
    pub since: u8,
    /// Whether people and hosts write it; else the page alone does.
    pub public: bool,
}

/// Every parameter.
pub const PARAMETERS: &[Parameter] = &[
    Parameter {
        key: "embed",
        words: &["1", "0"],
        sentence: "The page is a frame in another one: without its name, its list of presets and what opens from the bar, with \
                   links to a page of its own and to a description. The same as `ui=embed`.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "ui",
        words: &["full", "embed", "mini", "chart"],
        sentence: "Which parts there are: all, those of a frame, the diagram and the transport, the charts and the transport.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "hide",
        words: &["controls", "timeline", "charts", "log", "share"],
        sentence: "A list of parts that are not there.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "lock",
        words: &[],
        sentence: "A list of what a person cannot change here: keys of knobs (docs/knobs.md), and `faults` for everything that \
                   can be done to machines, processes and links. Where anything is locked, another preset cannot be chosen. \
                   Messages are not bound by it.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "theme",
        words: &["auto", "light", "dark", "projector", "contrast"],
        sentence: "Light or dark; `auto` is as the person's system is. `projector` is light with large letters and bold strokes, \
                   `contrast` has texts of 7:1, in light or dark as the person's system is. Where that asks for more contrast, it \
                   has it in every theme.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "motion",
        words: &["auto", "full", "reduced", "none"],
        sentence: "Whether marks travel; `auto` is as the person's system says. Where they do not, the run waits until it is \
                   played, links show their rates, and figures change twice a second; with `none` every five seconds.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "origin",
        words: &[],
        sentence: "The only origin with which messages are exchanged, such as `https://example.org`. Without it, whoever \
                   embeds the page may send them, and what the page sends goes to whoever that is.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "play",
        words: &["1", "0"],
        sentence: "Whether the run plays by itself as the page opens.",
        since: 1,
        public: true,
    },
    Parameter {
        key: "t",
        words: &[],
        sentence: "The instant at which the page opens, such as `12s`; paused, unless `play=1`.",
        since: 1,
        public: true,
    },
    Parameter { key: "lang", words: &[], sentence: "The language, such as `en`.", since: 1, public: true },
];
