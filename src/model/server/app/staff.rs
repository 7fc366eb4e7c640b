//! The workers of an application: told to stop, replaced by such as run other code, or started in place of one that ended.

use super::event::AppEvent;
use crate::model::config::Learn;
use crate::model::event::Event;
use crate::model::id::{MachineId, Process, Target};
use crate::model::note::{Note, Refused};
use crate::model::observation::Observer;
use crate::model::world::{Env, World};

impl World {
    /// The application of a machine is told to stop: its workers finish their pages and take no more; then it ends, and with it
    /// what waits in the accept queue.
    pub(in crate::model) fn stop_app<O: Observer>(&mut self, machine: MachineId, env: &mut Env<O>) {
        let target = Target::Process(machine, Process::App);
        let refusal = self.cannot_crash(target);
        let Some(server) = machine.as_server().filter(|_| refusal.is_none()) else {
            return self.note(Note::CommandRefused(refusal.unwrap_or(Refused::NoSuch(target))), env);
        };
        if self.servers[server].app.stopping {
            return self.note(Note::CommandRefused(Refused::AlreadyDown(target)), env);
        }
        self.note(Note::Stopping(machine), env);
        // Who is frozen does it when it goes on.
        self.agenda.at(self.agenda.now(), Event::App(AppEvent::Terminate { server: server as u8 }));
    }

    /// An application has the signal to stop.
    pub(in crate::model) fn terminate<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let app = &mut self.servers[server as usize].app;
        if !app.running || core::mem::replace(&mut app.stopping, true) {
            return;
        }
        app.staff(&self.config.app);
        let (epoch, idle) = (app.epoch.wrapping_add(1), app.station.busy() == 0);
        match idle {
            true => self.has_stopped(server, env),
            false => self.agenda.after(self.config.app.graceful, Event::App(AppEvent::GraceOver { server, epoch })),
        }
    }

    /// The last worker of an application that was told to stop has ended.
    pub(super) fn has_stopped<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let machine = MachineId::of_server(server);
        self.kill(machine, Process::App, true, env);
        self.note(Note::Stopped(machine), env);
    }

    /// An application loads the code that is on its disk: new workers start, the old ones finish their pages and end.
    pub(in crate::model) fn reload<O: Observer>(&mut self, server: u8, env: &mut Env<O>) {
        let app = &self.servers[server as usize].app;
        if !app.running || app.stopping || app.code == app.files {
            return;
        }
        self.lose_sessions(server, env);
        let config = &self.config.app;
        let app = &mut self.servers[server as usize].app;
        let (epoch, code) = (app.epoch, core::mem::replace(&mut app.code, app.files));
        app.older.push((epoch, code));
        app.epoch = app.epoch.wrapping_add(1);
        (app.counts.pages, app.counts.failed) = (0, 0);
        (app.old, app.booting) = (app.station.busy(), config.workers);
        app.staff(config);
        let asks = app.route.is_none() || self.config.manager.learn == Learn::Dns;
        let epoch = app.epoch;
        let workers = config.workers.min(u32::from(u16::MAX)) as u16;
        self.agenda.after(config.boot, Event::App(AppEvent::Booted { server, epoch, workers }));
        self.agenda.after(config.graceful, Event::App(AppEvent::GraceOver { server, epoch }));
        if asks && self.config.preset.has_manager() {
            self.ask_route(server, epoch);
        }
    }

    /// New workers are ready.
    pub(in crate::model) fn booted<O: Observer>(&mut self, server: u8, epoch: u32, workers: u16, env: &mut Env<O>) {
        let app = &mut self.servers[server as usize].app;
        if app.epoch != epoch || !app.running {
            return;
        }
        app.booting = app.booting.saturating_sub(u32::from(workers));
        app.staff(&self.config.app);
        if app.booting == 0 && app.announced != app.code.version {
            app.announced = app.code.version;
            let note = Note::Loaded { machine: MachineId::of_server(server), version: app.announced };
            self.note(note, env);
        }
        self.fill_workers(server, env);
    }

    /// The application's process is gone; what it did is elsewhere told to those who wait. `told`: its kernel closes its connections.
    pub(in crate::model) fn forget_workers(&mut self, server: usize, told: bool) {
        let now = self.agenda.now();
        for node in (0..self.nodes.len()).filter(|_| told) {
            let open = self.servers[server].app.pool.lines()[node].open;
            if open > 0 {
                self.close_pooled(server as u8, node as u8, open);
            }
        }
        let app = &mut self.servers[server].app;
        (app.running, app.since, app.route) = (false, now, None);
        (app.stopping, app.booting, app.old) = (false, 0, 0);
        app.pool.clear();
    }

    /// The application's process starts, with the code that is on its disk.
    pub(in crate::model) fn begin_workers<O: Observer>(&mut self, server: usize, env: &mut Env<O>) {
        let now = self.agenda.now();
        let app = &mut self.servers[server].app;
        (app.running, app.since) = (true, now);
        app.staff(&self.config.app);
        if app.code == app.files {
            return;
        }
        (app.code, app.announced) = (app.files, app.files.version);
        (app.counts.pages, app.counts.failed) = (0, 0);
        let note = Note::Loaded { machine: MachineId::server(server), version: app.announced };
        self.note(note, env);
    }
}
