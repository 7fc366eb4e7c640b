//! Why something was not taken as it was written: which reason, and what stands at its places. In English here, for programs and the command
//! line; the page has the same reasons in its languages (`app/texts/reason.rs`).

use core::fmt;

/// A reason. It finishes a sentence that begins with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which.
    pub what: What,
    /// What stands at its places, in the order of [`TABLE`].
    pub places: Vec<Place>,
}

/// What stands at a place of a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A text that is the same in every language: a key, a figure, a name, a quotation.
    Text(String),
    /// A number, by which the text may choose.
    Count(u64),
    /// Another reason.
    Reason(Reason),
}

impl From<String> for Place {
    fn from(text: String) -> Place {
        Place::Text(text)
    }
}

impl From<&str> for Place {
    fn from(text: &str) -> Place {
        Place::Text(text.to_owned())
    }
}

impl From<Reason> for Place {
    fn from(reason: Reason) -> Place {
        Place::Reason(reason)
    }
}

impl Reason {
    /// This reason with these at its places.
    #[inline(never)]
    pub fn new<const N: usize>(what: What, places: [Place; N]) -> Reason {
        Reason { what, places: places.into() }
    }
}

impl From<What> for Reason {
    fn from(what: What) -> Reason {
        Reason { what, places: Vec::new() }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, places, text) = TABLE[self.what as usize];
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (place, after) = after.split_once('}').unwrap_or((after, ""));
            let mut parts = place.split('|');
            let (name, forms) = (parts.next(), parts.next().zip(parts.next()));
            f.write_str(before)?;
            let at = places.iter().position(|(place, _)| Some(*place) == name);
            match (at.and_then(|at| self.places.get(at)), forms) {
                (Some(Place::Count(n)), Some((one, more))) => f.write_str(if *n == 1 { one } else { more })?,
                (Some(Place::Count(n)), None) => n.fmt(f)?,
                (Some(Place::Text(text)), _) => f.write_str(text)?,
                (Some(Place::Reason(reason)), _) => reason.fmt(f)?,
                (None, _) => {}
            }
            rest = after;
        }
        f.write_str(rest)
    }
}

/// Declares the reasons: a name for code, a name for the files of texts, the names of places, the text in English.
macro_rules! reasons {
    ($($What:ident $name:ident ($($place:ident $(: $kind:ident)?),*) $text:literal;)*) => {
        /// Which reason.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each says itself in its text")]
        pub enum What { $($What),* }

        /// Of each reason its name, its places (name, and whether a number stands there by which the text may choose), its text in English.
        pub const TABLE: &[(&str, &[(&str, bool)], &str)] =
            &[$((stringify!($name), &[$((stringify!($place), reasons!(@counts $($kind)?))),*], $text)),*];
    };
    (@counts count) => { true };
    (@counts) => { false };
}

reasons! {
    // Of the link as a whole.
    OfTheLink of_the_link(text) "The link {text}.";
    OfPart of_part(name, text) "{name}: {text}.";
    Unprintable unprintable() "(unprintable)";
    Further further(n: count) "has {n} further {n|fault that is|faults that are} not listed";
    TooLong too_long(most) "is longer than {most} bytes; only what comes before is read";
    Altered altered() "the link looks truncated or altered, for its check characters do not fit; it is read as it stands";
    NoKeyKept no_key_kept(value) "has a value without a key, \"{value}\"; it is kept in the link";
    NoKeyLeft no_key_left(value) "has a value without a key, \"{value}\"; it is left out";
    Newer newer(version, ours) "the link is of version {version}, newer than this page's {ours}; what is known is read";
    NoVersion no_version(text, ours) "\"{text}\" is no version; the link is read as version {ours}";
    OtherModel other_model(text, ours) "the link is of model \"{text}\", this page has model {ours}; numbers may differ";
    // Of a key.
    Twice twice(value) "it is given more than once; the later \"{value}\" is used";
    UnknownKept unknown_kept() "this key is not known here and has no effect; it is kept in the link";
    UnknownLeft unknown_left() "this key is not known here and has no effect; it is left out";
    Unfit unfit() "it is too long for a link or has characters that do not show; it is left out";
    NotInPreset not_in_preset(preset) "preset {preset} has no such setting; it is left out";
    NoPreset no_preset(text, words) "\"{text}\" is not one of {words}; distributed is used instead";
    OpensAtStart opens_at_start(reason) "{reason}; the run opens at its start";
    NoSwitch no_switch(text) "\"{text}\" is neither 1 nor 0; it is left out";
    NoLanguage no_language(text) "\"{text}\" is no language; it is left out";
    PageWord page_word(word, words) "\"{word}\" is not one of {words}; it is left out";
    NoLock no_lock(word) "\"{word}\" is no setting; it is left out";
    NoOrigin no_origin(word) "\"{word}\" is no origin such as https://example.org; no messages are exchanged";
    // Of a setting.
    Moved moved(text, reason) "{text} {reason}";
    NotKind not_kind(text, kind, kept) "\"{text}\" is not {kind}; {kept} is used instead";
    SameAsRps same_as_rps() "it says the same as rps, which is given too; rps is used and rho is left out";
    NoRoom no_room(wanted, got) "other settings leave no room for {wanted}; {got} is used instead";
    Less less(bound) "is less than {bound}; {bound} is used instead";
    More more(bound) "is more than {bound}; {bound} is used instead";
    Mean mean(reason) "has a mean that {reason}";
    Variation variation(reason) "has a coefficient of variation that {reason}";
    Whole whole(low, high) "a whole number from {low} to {high}";
    Number number(low, high) "a number from {low} to {high}";
    Duration duration(low, high) "a time with its unit (us, ms, s or m) from {low} to {high}";
    DurationOr duration_or(low, high, other) "a time with its unit (us, ms, s or m) from {low} to {high}, or {other}";
    Dist dist(families, low, high) "a distribution ({families}; MEAN {low} to {high})";
    OneOf one_of(words) "one of {words}";
    // Of a command.
    LeftOut left_out(reason) "{reason}; the command is left out";
    TooMany too_many(most, n: count) "a link has at most {most} commands; the last {n} {n|is|are} left out";
    Rounded rounded(instant) "commands happen at whole milliseconds; {instant} is used instead";
    Fits fits(got) "other settings leave room for {got} only, which is used instead";
    Value value(reason) "its value {reason}";
    ValueNot value_not(kind) "its value is not {kind}";
    KnobNot knob_not(key, kind) "{key} is not {kind}";
    RateNot rate_not(kind) "its rate is not {kind}";
    NoInstant no_instant() "it has no time, such as @12s";
    BadInstant bad_instant() "its time is not a number with a unit (us, ms, s or m), such as 12s";
    FarInstant far_instant(latest) "its time is not from 0s to {latest}";
    NoVerb no_verb() "it needs a verb, a colon and what it acts on, such as crash:server-1";
    UnknownVerb unknown_verb() "its first word is no fault, no order and no setting";
    Promoted promoted() "what is promoted is the database of a machine, such as server-2";
    Cloned cloned() "what is cloned is the database of a machine, such as server-2";
    BareQueue bare_queue() "the bare queue has no machines, links or databases to act on";
    Lacks lacks(preset, what) "preset {preset} has no {what} that would carry it out";
    PresetHasNo preset_has_no(preset, what) "preset {preset} has no {what}";
    AtStartOnly at_start_only(key) "{key} can only be set at the start of a run";
    NoSuch no_such() "there is no machine or process of this name";
    NoServer no_server(machine, n: count) "there is no {machine} in a run with {n} {n|server|servers}";
    NoDatabaseOf no_database_of(machine, n: count) "there is no {machine} in a run with {n} {n|database|databases}";
    OnServers on_servers(preset, machine) "in preset {preset} databases are on servers: there is no {machine}";
    HasNoDatabase has_no_database(machine) "{machine} has no database";
    NoOtherDatabase no_other_database(machine) "{machine} has no other database to be cloned from";
    Clients clients() "clients cannot be switched off";
    NotRunning not_running(process, machine) "no {process} runs on {machine}";
    NothingPasses nothing_passes(one, other) "nothing passes between {one} and {other}";
    NoLink no_link(example) "a link is named by two machines, such as {example}";
    Workers workers() "workers are those of an nginx, such as server-1.nginx";
    ToldServer told_server() "HAProxy is told about a server, such as server-2";
    ServerAndNumber server_and_number(example) "it needs a server and a number, such as {example}";
    NoNumber no_number() "its number is not a whole number";
    WeightIs weight_is(most) "a weight is a whole number from 0 to {most}";
    LimitIs limit_is(most) "a limit is a whole number from 0 to {most}";
    ActsOnMachine acts_on_machine(verb) "{verb} acts on a machine or a process, such as {verb}:server-1";
    FactorNoNumber factor_no_number() "its factor is not a whole number";
    FactorIs factor_is(most) "a factor is a whole number from 2 to {most}";
    LosesLink loses_link(example) "what loses is a link, such as {example}";
    ShareNot share_not() "its share is not a number from 0 to 0.5";
    LosesShare loses_share() "a link loses 0 to 0.5 of what it carries";
    Figure figure(example) "it needs a figure at the end, such as {example}";
    RateNoNumber rate_no_number(example) "its rate is not a number, as in {example}";
    TimeNoUnit time_no_unit(example) "its time is not one with its unit, as in {example}";
    CourseLasts course_lasts() "a course lasts from 1s to 60m";
    Stops stops() "what stops gracefully is an application, such as server-1.app";
    Strategies strategies() "servers get code by all, rolling, canary or canary-0.5";
    CodeLike code_like() "its code is not like v2, v2-errors-0.3, v2-slow-4, v2-sleeps-0.01 or v2-hangs-0.01";
    CanaryShare canary_share() "a canary has a share of the servers from 0 to 1";
    VersionIs version_is(most) "a version is a whole number from 1 to {most}";
    FlawShare flaw_share() "a flaw hits a share of the pages from 0 to 1";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_what_stands_at_its_places_however_deep() {
        let kind = Reason::new(What::Number, ["1".into(), "9".into()]);
        let reason = Reason::new(What::NotKind, ["many".into(), kind.into(), "5".into()]);
        assert_eq!(reason.to_string(), "\"many\" is not a number from 1 to 9; 5 is used instead");
        assert_eq!(Reason::new(What::Less, ["2".into()]).to_string(), "is less than 2; 2 is used instead");
    }

    #[test]
    fn every_place_of_a_reason_is_in_its_text() {
        for (name, places, text) in TABLE {
            assert!(places.iter().all(|(place, _)| text.contains(&format!("{{{place}}}"))), "{name}");
            assert!(!text.is_empty() && text.matches('{').count() >= places.len(), "{name}");
        }
    }
}
