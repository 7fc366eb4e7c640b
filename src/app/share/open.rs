//! Opening a file in place of the run, and seeing whether it kept its promise.

use super::file::{self, Flaw};
use crate::app::notice::Notice;
use crate::app::state::{Sheet, State};
use crate::app::update::Effect;

impl State {
    /// Opens what stands in a file, at the instant that it is about and paused. Where that cannot be, the run stays as it is.
    #[inline(never)]
    pub(in crate::app) fn open_file(&mut self, text: Result<String, Flaw>) -> Vec<Effect> {
        let record = match text.and_then(|text| file::read(&text)) {
            Ok(record) => record,
            Err(flaw) => {
                self.tell_flaws(vec![flaw]);
                return Vec::new();
            }
        };
        self.keep();
        let warnings = self.reopen(&record.query);
        if !warnings.is_empty() {
            self.notices.add(Notice::Link(warnings));
        }
        if let Some((at, _)) = record.promise {
            self.clock.playing = false;
            self.seek(at);
        }
        self.sharing.promise = record.promise;
        self.tell_flaws(record.flaws);
        let mut effects = vec![Effect::LinkChanged];
        if self.sheet == Some(Sheet::Share) {
            self.sheet = None;
            effects.push(Effect::Leave(Sheet::Share));
        }
        effects
    }

    fn tell_flaws(&mut self, flaws: Vec<Flaw>) {
        for flaw in &flaws {
            self.announcer.say(self.texts.shell.forms.flaw(*flaw).to_owned());
        }
        if !flaws.is_empty() {
            self.notices.add(Notice::File(flaws));
        }
    }

    /// The run arrived somewhere: where a file has said what its digest is there, tells whether it is.
    pub(in crate::app) fn keep_promise(&mut self) {
        if let Some((at, digest)) = self.sharing.promise.take()
            && at == self.simulation.now()
        {
            self.notices.add(Notice::Compared { at, same: digest == self.simulation.digest() });
        }
    }
}
