//! The statistics of real runs, read by a CSV parser, against what the run says elsewhere.

use super::*;
use crate::engine::time::SimTime;
use crate::scenario::wire;
use crate::simulation::Simulation;
use std::collections::BTreeMap;

/// The header of `show stat` of HAProxy 2.6.12-1+deb12u4, up to the columns of its modules.
const HEADER: &str = "# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,\
weight,act,bck,chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,throttle,lbtot,tracked,type,rate,rate_lim,rate_max,\
check_status,check_code,check_duration,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,hanafail,req_rate,\
req_rate_max,req_tot,cli_abrt,srv_abrt,comp_in,comp_out,comp_byp,comp_rsp,lastsess,last_chk,last_agt,qtime,ctime,rtime,\
ttime,agent_status,agent_code,agent_duration,check_desc,agent_desc,check_rise,check_fall,check_health,agent_rise,\
agent_fall,agent_health,addr,cookie,mode,algo,conn_rate,conn_rate_max,conn_tot,intercepted,dcon,dses,wrew,connect,reuse,\
cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,eint,idle_conn_cur,safe_conn_cur,\
used_conn_cur,need_conn_est,uweight,agg_server_status,agg_server_check_status,agg_check_status,-,";

fn run(query: &str, seconds: u64) -> Snapshot {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, [], "{query}");
    let mut run = Simulation::new(link.scenario);
    run.advance_to(SimTime::from_millis(seconds * 1_000), u64::MAX);
    run.snapshot()
}

fn balancer(snapshot: &Snapshot) -> &BalancerView {
    snapshot.balancer.as_ref().expect("a balancer")
}

/// Every row by its name, as a CSV parser reads it.
fn read(snapshot: &Snapshot) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = csv(&rows(snapshot));
    assert!(text.starts_with(HEADER), "{}", text.lines().next().unwrap_or_default());
    let mut reader = ::csv::Reader::from_reader(text.trim_start_matches("# ").as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |record: ::csv::StringRecord| {
        let cells = header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned));
        let cells: BTreeMap<String, String> = cells.collect();
        (cells["svname"].clone(), cells)
    };
    reader.records().map(|record| row(record.expect("as many cells as columns"))).collect()
}

fn count(cells: &BTreeMap<String, String>, column: &str) -> u64 {
    cells[column].parse().unwrap_or_else(|_| panic!("{column}: {:?}", cells[column]))
}

#[test]
fn what_haproxy_would_print_agrees_with_the_ledger() {
    let snapshot = run("mode=active-active&smaxconn=4&rps=300&do=weight:server-2:3@1s&seed=3", 60);
    let table = read(&snapshot);
    let names: Vec<&str> = table.keys().map(String::as_str).collect();
    assert_eq!(names, ["BACKEND", "FRONTEND", "server-1", "server-2", "server-3"]);
    let servers: Vec<_> = ["server-1", "server-2", "server-3"].iter().map(|name| &table[*name]).collect();
    let sum = |column| servers.iter().map(|cells| count(cells, column)).sum::<u64>();
    assert_eq!(sum("scur"), u64::from(balancer(&snapshot).backend.open - balancer(&snapshot).backend.queued));
    assert_eq!(sum("hrsp_2xx"), count(&table["BACKEND"], "hrsp_2xx"));
    let answered = count(&table["FRONTEND"], "hrsp_2xx");
    assert!(answered >= snapshot.ledger.answered && answered <= snapshot.ledger.answered + 50, "{answered}");
    assert_eq!(
        (count(servers[1], "weight"), count(servers[1], "uweight"), &servers[1]["slim"]),
        (3, 3, &"4".to_owned())
    );
    assert!(count(servers[0], "smax") <= 4 && count(&table["BACKEND"], "qmax") > 0);
    assert!(servers.iter().all(|cells| cells["status"] == "UP" && cells["check_status"] == "L7OK"));
    assert_eq!((sum("bin"), sum("bout")), (count(&table["BACKEND"], "bin"), count(&table["BACKEND"], "bout")));
    // Two files of 66 kB to three pages of 48 kB in the mean, but popular ones weigh most.
    let mean = sum("bout") as f64 / sum("hrsp_2xx") as f64;
    assert!((40_000.0..75_000.0).contains(&mean), "{mean}");
    let p99: f64 = table["FRONTEND"]["p99_ms"].parse().expect("a number");
    assert!((80.0..2_000.0).contains(&p99), "{p99}");
}

#[test]
fn what_a_check_found_has_haproxys_code() {
    for (query, status, health) in [
        ("do=crash:server-1@2s", "L4TOUT", "0"),
        ("do=crash:server-1.nginx@2s", "L4CON", "0"),
        ("check=app&do=crash:server-1.app@2s", "L7STS", "0"),
        ("check=tcp", "L4OK", "4"),
    ] {
        let table = read(&run(query, 20));
        let cells = &table["server-1"];
        assert_eq!((cells["check_status"].as_str(), cells["check_health"].as_str()), (status, health), "{query}");
        assert_eq!(cells["status"] == "DOWN", health == "0");
        assert_eq!((count(&table["BACKEND"], "act"), count(&table["BACKEND"], "bck")), (u64::from(health != "0"), 2));
    }
}

#[test]
fn a_slow_start_is_a_throttle_that_ends() {
    let query = "mode=active-active&slowstart=20s&do=maint:server-2@5s,ready:server-2@10s";
    let throttle = |seconds| read(&run(query, seconds))["server-2"]["throttle"].clone();
    assert_eq!((throttle(9).as_str(), throttle(40).as_str()), ("", ""));
    let half: u64 = throttle(20).parse().expect("a number");
    assert!((40..=60).contains(&half), "{half}");
}

#[test]
fn a_restarted_haproxy_knows_nothing_of_its_busier_days() {
    let restarted = run("rps=200&do=crash:lb-1.haproxy@10s,rps:20@11s,restart:lb-1.haproxy@12s&seed=5", 40);
    let rate = balancer(&restarted).rate;
    assert!(rate.last > 0 && rate.most >= rate.last && rate.most < 100, "{rate:?}");
    assert!(balancer(&run("rps=200&seed=5", 9)).rate.most > 100);
}
