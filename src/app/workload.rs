//! Open or closed: whether requests keep coming or users wait for their answers. It changes the tail of the response time, so
//! the page asks it before all else.

use crate::model::config::Config;

/// What a user of a closed workload is taken to wait for an answer; chosen, near that of the default run.
const WAIT_S: f64 = 0.1;

/// Whether users wait for their answers before they ask again.
pub fn is_closed(config: &Config) -> bool {
    config.clients.users > 0
}

/// Whether this knob says nothing while the workload is as it is.
pub fn is_idle(config: &Config, key: &str) -> bool {
    match key {
        "rps" | "rho" | "arrivals" => is_closed(config),
        "users" | "think" => !is_closed(config),
        _ => false,
    }
}

/// About as many users as ask as often as requests come now, by Little's law.
pub fn users_instead(config: &Config) -> u32 {
    let users = config.clients.arrivals_per_s * (config.clients.think.mean_seconds() + WAIT_S);
    (libm::round(users) as u32).clamp(1, 20_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Preset;
    use crate::scenario::Scenario;

    #[test]
    fn a_closed_workload_asks_about_as_often_as_the_open_one() {
        let mut config = Scenario::of(Preset::Distributed).config;
        assert!(
            !is_closed(&config) && is_idle(&config, "users") && !is_idle(&config, "rps") && !is_idle(&config, "write")
        );
        config.clients.users = users_instead(&config);
        assert_eq!(config.clients.users, 220);
        assert!(is_closed(&config) && is_idle(&config, "rps") && !is_idle(&config, "think"));
        config.clients.arrivals_per_s = 0.001;
        assert_eq!(users_instead(&config), 1);
    }
}
