//! What can be asked for, the table of the knobs included.

use std::fmt::Write;
use tierscope::model::config::Preset;
use tierscope::scenario::knob::Knob;

const USAGE: &str = "\
tierscope: a distributed web infrastructure, simulated

  tierscope run QUERY [--for 600s] [--json]   play a scenario and report
  tierscope branch QUERY ACT@TIME [--json]    play it as it is and with something else done, and compare
  tierscope sweep QUERY [--knob KEY=VALUES]... [--runs 20] [--seconds 600] [--warmup mser-5|TIME]
                  [--jobs N] [--shard I/M] [--json]
                                              many runs at many settings: means with their confidence (docs/sweep.md)
  tierscope sweep --merge FILE... [--json]    the lines of all shards, as one sweep prints them
  tierscope bench [picks|scale|seeks] [--json]
                                              measure speed: of whole runs, of the balancer's choice, of runs of many
                                              sizes, of travel in time
  tierscope conform PATH...                   play recordings of a real HAProxy against the balancer,
                                              of nginx' limit_req against its bucket
  tierscope --help | --version

QUERY is what follows the `?` in the address of the page. Whatever it leaves out has its default. Example:
  tierscope run 'rps=300&lb=leastconn&mode=active-active&do=crash:server-1@12s,restart:server-1@30s&seed=42' --for 60s
  tierscope sweep 'mode=active-active' --knob rps=100..700:100 --knob lb=roundrobin,leastconn --runs 10

do=ACT@TIME,...  crash:TARGET  restart:TARGET  freeze:TARGET  thaw:TARGET  partition:LINK  heal:LINK
                 slow:TARGET:N  slow:LINK:N  loss:LINK:SHARE  restore:TARGET  restore:LINK
                 ramp:RPS:TIME  spike:RPS:TIME  day:RPS:TIME  flash:RPS:TIME  promote:MACHINE  clone:MACHINE
                 reload:TARGET  killworker:TARGET (an nginx)
                 drain:SERVER  maint:SERVER  ready:SERVER  weight:SERVER:N  maxconn:SERVER:N  KEY:VALUE
                 deploy:CODE[:ORDER]  rollback:ORDER  stop:SERVER.app
  a TARGET is a machine (lb-1, server-1, db-1) or a process on it (lb-1.haproxy, lb-1.manager, server-1.nginx,
  server-1.app, server-1.mysqld, db-1.mysqld); a LINK is two machines (lb-1~server-1, client~lb-1, server-1~db-1);
  a CODE is v2, v2-errors-0.3, v2-slow-4, v2-sleeps-0.01 or v2-hangs-0.01, an ORDER all, rolling, canary or canary-0.5
";

/// The whole text.
pub fn text() -> String {
    let mut text = String::from(USAGE);
    for preset in Preset::ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\npreset={}", preset.keyword());
        for knob in Knob::of(*preset) {
            let value = knob.show(&knob.default(*preset));
            let _ = writeln!(text, "  {:<12} {:<16} {} ({})", knob.key, value, knob.sentence, knob.domain.range());
        }
    }
    text
}
