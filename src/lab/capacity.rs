//! Capacity by arithmetic: how many requests per second each tier can carry, written out. Knows the configuration and who
//! does what; it runs nothing, and knows no queueing: a tier at its capacity has no time to spare.

use super::roles::{Mix, Roles};
use crate::engine::sort;
use crate::model::balancer::Algorithm;
use crate::model::config::{Config, Preset, Via};
use crate::model::id::MachineId;

/// What a tier spends its time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// HAProxy handles the request.
    Balancing,
    /// nginx handles the request.
    Nginx,
    /// nginx reads a static file.
    File,
    /// The application makes the page.
    Page,
    /// Reads of the database.
    Reads,
    /// Writes to the database, the flush of its log included where a worker waits for it.
    Writes,
    /// A replica applies a transaction.
    Apply,
    /// The bare queue serves the request.
    Service,
    /// The page waits for what takes no processor here.
    Wait,
}

/// What of a tier is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Processor cores.
    Cores,
    /// Workers of the application servers, or of the bare queue.
    Workers,
    /// Connections that the servers' pools have to databases.
    Connections,
    /// The one thread of each replica that applies transactions.
    Applier,
}

/// A part's share of the time that one request to the site costs a tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// On what.
    pub part: Part,
    /// Seconds, as a mean over all requests.
    pub seconds: f64,
}

/// A tier: what it has, what a request takes of it, what it can carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// What is used up.
    pub resource: Resource,
    /// Where: machines that share the work, or that each have the same of it.
    pub machines: Vec<MachineId>,
    /// Cores or workers that share the terms.
    pub amount: f64,
    /// What a mean request to the site takes.
    pub terms: Vec<Term>,
    /// Requests per second to the site at which the tier is used up.
    pub per_s: f64,
}

/// The tiers of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// The tier that limits first, then that which would be next, and so on.
    pub tiers: Vec<Tier>,
    /// Whether the servers' equal share of the requests is an assumption: `balance source` gives each client its server.
    pub assumes_even_shares: bool,
    /// Whether the servers' cores, taken as one tier, carry at most what is said: `leastconn` levels open requests, and so
    /// the processors only nearly.
    pub is_at_most: bool,
}

impl Tier {
    fn new(resource: Resource, machines: Vec<MachineId>, amount: f64, terms: Vec<Term>) -> Tier {
        let terms: Vec<Term> = terms.into_iter().filter(|term| term.seconds > 0.0).collect();
        let per_s = amount / terms.iter().map(|term| term.seconds).sum::<f64>();
        Tier { resource, machines, amount, terms, per_s }
    }

    /// Seconds that a mean request to the site takes of this tier.
    pub fn seconds(&self) -> f64 {
        self.terms.iter().map(|term| term.seconds).sum()
    }
}

impl Capacity {
    /// Of a configuration in which `roles` are given.
    pub fn of(config: &Config, roles: &Roles) -> Capacity {
        let mut tiers = match config.preset {
            Preset::Queue => vec![queue_workers(config, roles)],
            preset => {
                let mut tiers = Vec::from_iter(preset.has_balancer().then(|| balancer(config)));
                tiers.extend([app_workers(config, roles), appliers(config, roles)]);
                // A pool for all workers is never what limits.
                let is_short = config.app.pool < config.app.workers * config.app.threads;
                tiers.extend(is_short.then(|| connections(config, roles)));
                tiers.extend(site_cores(config, roles));
                tiers
            }
        };
        tiers.retain(|tier| !tier.machines.is_empty() && tier.per_s.is_finite());
        sort::by(&mut tiers, |one, other| one.per_s.total_cmp(&other.per_s));
        let shared_by = |algorithm| config.haproxy.algorithm == algorithm && roles.serving.len() > 1;
        Capacity {
            tiers,
            assumes_even_shares: shared_by(Algorithm::Source),
            is_at_most: shared_by(Algorithm::LeastConn) && config.preset != Preset::Queue,
        }
    }

    /// What limits now.
    pub fn limit(&self) -> Option<&Tier> {
        self.tiers.first()
    }

    /// What would limit next.
    pub fn next(&self) -> Option<&Tier> {
        self.tiers.get(1)
    }
}

fn balancer(config: &Config) -> Tier {
    let terms = vec![Term { part: Part::Balancing, seconds: config.haproxy.cost.as_seconds() }];
    Tier::new(Resource::Cores, vec![MachineId::BALANCER], f64::from(config.cores), terms)
}

fn queue_workers(config: &Config, roles: &Roles) -> Tier {
    let terms = vec![Term { part: Part::Service, seconds: config.queue.service.mean_seconds() }];
    let workers = f64::from(config.app.workers) * roles.serving.len() as f64;
    Tier::new(Resource::Workers, roles.serving.clone(), workers, terms)
}

/// What the database calls of a request take of whoever waits for them: all reads, and all writes.
fn call_terms(config: &Config, roles: &Roles) -> [Term; 2] {
    let mix = Mix::of(config);
    let round_trip = 2.0 * config.network.lan.as_seconds();
    let readers = roles.readers();
    let away =
        |from: MachineId, to: &[MachineId]| to.iter().filter(|to| **to != from).count() as f64 / to.len().max(1) as f64;
    let mean = |f: &dyn Fn(MachineId) -> f64| {
        roles.serving.iter().map(|server| f(*server)).sum::<f64>() / roles.serving.len().max(1) as f64
    };
    let primary: Vec<MachineId> = roles.primary.into_iter().collect();
    let read = config.mysql.read_cost.as_seconds() + round_trip * mean(&|server| away(server, &readers));
    let write = config.mysql.write_cost.as_seconds()
        + config.mysql.flush.as_seconds()
        + round_trip * mean(&|server| away(server, &primary));
    [Term { part: Part::Reads, seconds: mix.reads * read }, Term { part: Part::Writes, seconds: mix.writes * write }]
}

/// A connection is held while a call lasts.
fn connections(config: &Config, roles: &Roles) -> Tier {
    let connections = f64::from(config.app.pool) * roles.serving.len() as f64;
    Tier::new(Resource::Connections, roles.serving.clone(), connections, call_terms(config, roles).to_vec())
}

/// A worker is held while its page is made and while its database calls last; on a machine of its own a call also takes a
/// round trip. Where pages queue for the processor they take longer: then the processor is the limit.
fn app_workers(config: &Config, roles: &Roles) -> Tier {
    let mix = Mix::of(config);
    let mut terms = vec![
        Term { part: Part::Page, seconds: mix.pages * config.app.work.mean_seconds() },
        Term { part: Part::Wait, seconds: mix.pages * config.app.wait.mean_seconds() },
    ];
    terms.extend(call_terms(config, roles));
    let workers = f64::from(config.app.workers * config.app.threads) * roles.serving.len() as f64;
    Tier::new(Resource::Workers, roles.serving.clone(), workers, terms)
}

/// What it takes to apply a write: so much for each of its rows.
fn apply(config: &Config) -> f64 {
    f64::from(config.app.write_rows.min(config.clients.pages)) * config.mysql.apply.as_seconds()
}

fn appliers(config: &Config, roles: &Roles) -> Tier {
    let seconds = Mix::of(config).writes * apply(config);
    Tier::new(Resource::Applier, roles.replicas.clone(), 1.0, vec![Term { part: Part::Apply, seconds }])
}

/// What nginx and the application take of the processor for a share of the site's requests.
fn front_terms(config: &Config, share: f64) -> Vec<Term> {
    let (mix, direct) = (Mix::of(config), config.clients.via == Via::App);
    vec![
        Term { part: Part::Nginx, seconds: if direct { 0.0 } else { share * config.nginx.cost.as_seconds() } },
        Term { part: Part::File, seconds: share * mix.files * config.nginx.file_cost.as_seconds() },
        Term { part: Part::Page, seconds: share * mix.pages * config.app.work.mean_seconds() },
    ]
}

/// What the databases on these machines take of the processor.
fn database_terms(config: &Config, roles: &Roles, machines: &[MachineId]) -> Vec<Term> {
    let mix = Mix::of(config);
    let readers = roles.readers();
    let among = |all: &[MachineId]| machines.iter().filter(|machine| all.contains(machine)).count() as f64;
    let reads = mix.reads * among(&readers) / readers.len().max(1) as f64;
    let writes = if roles.primary.is_some_and(|primary| machines.contains(&primary)) { mix.writes } else { 0.0 };
    vec![
        Term { part: Part::Reads, seconds: reads * config.mysql.read_cost.as_seconds() },
        Term { part: Part::Writes, seconds: writes * config.mysql.write_cost.as_seconds() },
        Term { part: Part::Apply, seconds: mix.writes * among(&roles.replicas) * apply(config) },
    ]
}

/// The processors of servers and databases. `leastconn` lets the less busy servers take more, so they are one tier as far as none is used
/// up by its database alone; else each server has its even share.
fn site_cores(config: &Config, roles: &Roles) -> Vec<Tier> {
    let cores = f64::from(config.cores);
    let levels = config.haproxy.algorithm == Algorithm::LeastConn && roles.serving.len() > 1;
    let even = 1.0 / roles.serving.len().max(1) as f64;
    let mut tiers: Vec<Tier> = Vec::new();
    if levels {
        let mut terms = front_terms(config, 1.0);
        terms.extend(database_terms(config, roles, &roles.serving));
        tiers.push(Tier::new(Resource::Cores, roles.serving.clone(), cores * roles.serving.len() as f64, terms));
    }
    for machine in config.site().machines() {
        let serves = roles.serving.contains(&machine) && !levels;
        let mut terms = if serves { front_terms(config, even) } else { Vec::new() };
        terms.extend(database_terms(config, roles, &[machine]));
        let tier = Tier::new(Resource::Cores, vec![machine], cores, terms);
        match tiers.iter_mut().find(|other| other.terms == tier.terms) {
            Some(same) => same.machines.extend(tier.machines),
            None => tiers.push(tier),
        }
    }
    tiers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Mode;

    fn config(mode: Mode, algorithm: Algorithm) -> Config {
        let mut config = Config::default();
        (config.haproxy.mode, config.haproxy.algorithm) = (mode, algorithm);
        config
    }

    fn capacity(config: &Config) -> Capacity {
        Capacity::of(config, &Roles::of_config(config))
    }

    fn machines(servers: &[usize]) -> Vec<MachineId> {
        servers.iter().copied().map(MachineId::server).collect()
    }

    fn check(tier: Option<&Tier>, resource: Resource, servers: &[usize], amount: f64, millis: f64, per_s: f64) {
        let tier = tier.expect("a tier");
        assert_eq!((tier.resource, &tier.machines, tier.amount), (resource, &machines(servers), amount));
        assert!((tier.seconds() * 1000.0 - millis).abs() < 0.005, "{} ms", tier.seconds() * 1000.0);
        assert!((tier.per_s - per_s).abs() < 0.5, "{} requests/s", tier.per_s);
    }

    #[test]
    fn waits_hold_workers_and_a_small_pool_limits_what_the_database_is_asked() {
        let mut config = config(Mode::ActiveActive, Algorithm::RoundRobin);
        config.app.wait = crate::engine::dist::Dist::Constant { mean: 1.0 };
        let limit = capacity(&config);
        let limit = limit.limit().expect("a limit");
        // 24 workers, held for 60 % of 1 s and a little for the page and its calls.
        assert!(limit.resource == Resource::Workers && (38.0..40.0).contains(&limit.per_s), "{limit:?}");
        (config.app.wait, config.app.pool) = (Config::default().app.wait, 1);
        (config.mysql.read_cost, config.cores) = (crate::engine::time::SimDuration::from_millis(20), 64);
        let limit = capacity(&config);
        let limit = limit.limit().expect("a limit");
        // Three connections, held for 1.1 reads of 20 ms and a tenth of a write.
        assert!(limit.resource == Resource::Connections && (125.0..135.0).contains(&limit.per_s), "{limit:?}");
    }

    #[test]
    fn active_passive_is_two_cores_over_5_14_ms_and_then_the_workers() {
        let capacity = capacity(&config(Mode::ActivePassive, Algorithm::RoundRobin));
        check(capacity.limit(), Resource::Cores, &[0], 2.0, 5.14, 389.0);
        let parts: Vec<_> = capacity.tiers[0].terms.iter().map(|term| (term.part, term.seconds * 1000.0)).collect();
        let told = [(Part::Nginx, 0.1), (Part::File, 0.04), (Part::Page, 4.8), (Part::Writes, 0.2)];
        for ((part, millis), (told, expected)) in parts.iter().zip(told) {
            assert!(*part == told && (millis - expected).abs() < 1e-9, "{part:?} {millis}");
        }
        // The replicas: 1.1 reads of 2 ms shared by two, and 0.1 transactions of 2 ms at each.
        check(capacity.tiers.get(2), Resource::Cores, &[1, 2], 2.0, 1.3, 1538.5);
        // A worker is held for 0.6 x 8 ms + 1.1 x (2 + 0.4) ms + 0.1 x (2 + 3) ms a request.
        check(capacity.next(), Resource::Workers, &[0], 8.0, 7.94, 1007.6);
        // Of a write of three rows the primary has no more to do, and each replica three rows of 2 ms.
        let mut rows = config(Mode::ActivePassive, Algorithm::RoundRobin);
        rows.app.write_rows = 3;
        let rows = super::Capacity::of(&rows, &Roles::of_config(&rows));
        check(rows.limit(), Resource::Cores, &[0], 2.0, 5.14, 389.0);
        check(rows.tiers.get(2), Resource::Cores, &[1, 2], 2.0, 1.7, 1176.5);
    }

    #[test]
    fn active_active_with_roundrobin_is_limited_by_the_servers_that_also_read_and_apply() {
        let capacity = capacity(&config(Mode::ActiveActive, Algorithm::RoundRobin));
        check(capacity.limit(), Resource::Cores, &[1, 2], 2.0, 2.947, 678.7);
        check(capacity.next(), Resource::Cores, &[0], 2.0, 1.847, 1083.0);
    }

    #[test]
    fn active_active_with_leastconn_uses_all_six_cores() {
        let capacity = capacity(&config(Mode::ActiveActive, Algorithm::LeastConn));
        check(capacity.limit(), Resource::Cores, &[0, 1, 2], 6.0, 7.74, 775.2);
        assert!(capacity.is_at_most && !capacity.assumes_even_shares);
    }

    #[test]
    fn after_a_failover_the_arithmetic_is_that_of_the_servers_that_are_left() {
        let config = config(Mode::ActivePassive, Algorithm::RoundRobin);
        let [two, three] = [1, 2].map(MachineId::server);
        let roles = Roles { serving: vec![two], mistaken: vec![], primary: Some(two), replicas: vec![three] };
        let capacity = Capacity::of(&config, &roles);
        check(capacity.limit(), Resource::Cores, &[1], 2.0, 5.14, 389.0);
        let alone = Roles { serving: vec![two], mistaken: vec![], primary: Some(two), replicas: vec![] };
        check(Capacity::of(&config, &alone).limit(), Resource::Cores, &[1], 2.0, 7.34, 272.5);
        let nobody = Roles { serving: vec![], mistaken: vec![], primary: None, replicas: vec![] };
        assert_eq!(Capacity::of(&config, &nobody).limit().map(|tier| &tier.machines), Some(&vec![MachineId::BALANCER]));
    }

    #[test]
    fn databases_of_their_own_leave_the_servers_their_pages() {
        let mut config = config(Mode::ActiveActive, Algorithm::RoundRobin);
        config.preset = Preset::Dedicated;
        let capacity = capacity(&config);
        // A third of 0.1 + 0.4 x 0.1 + 0.6 x 8 ms at each server.
        check(capacity.limit(), Resource::Cores, &[0, 1, 2], 2.0, 1.647, 1214.6);
        let cores =
            |machines: &[MachineId]| capacity.tiers.iter().find(|tier| tier.machines == machines).expect("a tier");
        let of_database = |index| config.site().home(index);
        // 0.1 writes of 2 ms; at each replica 1.1 reads of 2 ms shared by two, and 0.1 transactions of 2 ms.
        assert!((cores(&[of_database(0)]).per_s - 10_000.0).abs() < 0.5);
        assert!((cores(&[of_database(1), of_database(2)]).per_s - 1_538.5).abs() < 0.5);
    }

    #[test]
    fn the_bare_queue_has_its_workers_and_nothing_else() {
        let mut config = config(Mode::ActivePassive, Algorithm::Source);
        (config.preset, config.servers, config.app.workers) = (Preset::Queue, 8, 2);
        let capacity = capacity(&config);
        check(capacity.limit(), Resource::Workers, &[0, 1, 2, 3, 4, 5, 6, 7], 16.0, 1000.0, 16.0);
        assert!(capacity.next().is_none() && capacity.assumes_even_shares && !capacity.is_at_most);
    }
}
