//! `limit_req` and `limit_conn`.

use super::*;
use crate::case::folder;
use tierscope::conform::stack::bucket;
use tierscope::model::config::LimitReq;

/// The requests of a recording of `limit_req`, on the whole site: what the model's nginx did and how long it held each back.
fn limited(id: &str) {
    let case = Case::load(id);
    let limit = LimitReq {
        rate_per_s: case.count("rate_per_s") as u32,
        burst: case.count("burst") as u32,
        delay: case.param("delay").as_u64().unwrap_or(case.count("burst")) as u32,
    };
    let (mut flips, mut apart, mut late_ms) = (0, 0, 0.0_f64);
    for run in 0..case.runs() {
        let moments: Vec<&Value> =
            case.run(run)["timeline"].as_array().into_iter().flatten().map(|moment| &moment["outcome"]).collect();
        let mut web = Web::direct(1, |config| config.nginx.limit_req = limit);
        let mut tickets = Vec::new();
        for moment in &moments {
            let arrival = SimDuration::from_millis(moment["nginx_arrival_ms"].as_u64().expect("an arrival"));
            web.wait(arrival.saturating_sub(web.now().since(tierscope::engine::time::SimTime::ZERO)));
            tickets.push(web.send(Errand::file(7)));
        }
        web.wait_ms(10_000);
        let seen = of(&web, &tickets);
        let recorded = |moment: &&&Value| moment["status"] == 200;
        flips += seen.iter().zip(&moments).filter(|(seen, moment)| json!(seen.status()) != moment["status"]).count();
        let accepted = seen.iter().filter(|seen| seen.status() == 200).count();
        apart = apart.max(accepted.abs_diff(moments.iter().filter(recorded).count()));
        for (seen, moment) in seen.iter().zip(&moments).filter(|(seen, _)| seen.status() == 200) {
            let waited = seen.millis().expect("answered");
            late_ms = late_ms.max((waited - moment["request_time_ms"].as_f64().expect("a time")).abs());
        }
        let letters: String = seen
            .iter()
            .map(|seen| match (seen.status(), seen.millis()) {
                (503, _) => 'R',
                (_, Some(millis)) if millis >= 1.0 => 'D',
                _ => 'P',
            })
            .collect();
        assert_eq!(json!(letters), case.observed("sequence")[run], "{id}, run {run}");
        case.holds("sequence", letters);
        assert_eq!(web.counts().limited as usize + accepted, moments.len());
    }
    case.holds("mismatch", flips);
    case.holds("accepted", apart);
    case.holds("delay-error", late_ms);
}

#[test]
fn ngx_09a_a_rate_without_a_burst() {
    limited("ngx-09a-limit-req-rate10-burst0");
}

#[test]
fn ngx_09b_a_burst_is_spread() {
    limited("ngx-09b-limit-req-rate10-burst5");
}

#[test]
fn ngx_09c_a_burst_passes_at_once_without_delay() {
    limited("ngx-09c-limit-req-rate10-burst5-nodelay");
}

#[test]
fn ngx_09d_the_first_of_a_burst_pass_at_once_and_the_rest_is_spread() {
    limited("ngx-09d-limit-req-rate10-burst8-delay3");
}

#[test]
fn ngx_09e_twice_the_rate() {
    limited("ngx-09e-limit-req-rate5-burst2");
}

#[test]
fn ngx_09f_twice_the_rate_without_delay() {
    limited("ngx-09f-limit-req-rate20-burst10-nodelay");
}

#[test]
fn ngx_09g_half_as_much_again_as_the_rate() {
    limited("ngx-09g-limit-req-rate20-burst6-steady33ms");
}

#[test]
fn recordings_of_limit_req_replay_and_a_changed_one_does_not() {
    let mut replayed = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("ngx-09") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        assert_eq!(bucket::replay(&text), Ok(()), "{name}");
        let mut value: Value = serde_json::from_str(&text).expect("JSON");
        value["params"]["rate_per_s"] = json!(value["params"]["rate_per_s"].as_u64().expect("a rate") * 2);
        assert!(bucket::replay(&value.to_string()).is_err(), "{name} with twice the rate");
        replayed += 1;
    }
    assert_eq!(replayed, 7);
}

#[test]
fn ngx_11_so_many_at_once_and_the_next_is_turned_away() {
    let case = Case::load("ngx-11-limit-conn");
    let mut web = Web::direct(1, |config| config.nginx.limit_conn = case.count("limit") as u32);
    let tickets = overlapping(&mut web, 8, |_| Errand::page(1).lasting(400));
    let other = web.send(Errand::page(2).lasting(400));
    web.wait_ms(1000);
    let seen = of(&web, &tickets);
    let mut codes: Vec<u16> = seen.iter().map(Seen::status).collect();
    codes.sort_unstable();
    case.holds("codes", json!(codes));
    let refused: Vec<Seen> = seen.into_iter().filter(|seen| seen.status() == 503).collect();
    case.holds("fast", slowest_ms(&refused));
    assert_eq!(web.seen(other).status(), 200, "another client has a count of its own");
    case.holds("again", web.get(Errand::page(1)).status());
    assert_eq!(web.counts().conn_limited, 5);
}
