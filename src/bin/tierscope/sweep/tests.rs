//! What a sweep prints, as a whole and in shards.

use super::*;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Two knobs, six points, three runs each; short, and one point of them without an answer.
const SWEEP: &str =
    "mode=active-active&seed=7 --knob rps=20..60:20 --knob lb=roundrobin,leastconn --runs 3 --seconds 30";

fn asked(line: &str) -> Order {
    read(line.split_whitespace().map(String::from)).unwrap_or_else(|complaint| panic!("{line}: {complaint}"))
}

fn printed(line: &str) -> String {
    let mut out = Vec::new();
    sweep(&asked(line), &mut out).unwrap_or_else(|error| panic!("{line}: {error}"));
    String::from_utf8(out).expect("text")
}

/// A folder of this test's own, with the shards of a sweep in files.
fn shards(name: &str, line: &str, of: u64) -> (PathBuf, Vec<String>) {
    let folder = std::env::temp_dir().join(format!("tierscope-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let write = |shard: u64| {
        let path = folder.join(format!("{shard}.jsonl"));
        fs::write(&path, printed(&format!("{line} --json --jobs 1 --shard {shard}/{of}"))).expect("a file");
        path.display().to_string()
    };
    let paths = (0..of).map(write).collect();
    (folder, paths)
}

#[test]
fn shards_merged_are_the_single_run_byte_for_byte_and_so_is_any_number_of_jobs() {
    let whole = printed(&format!("{SWEEP} --json --jobs 1"));
    assert_eq!(whole.lines().count(), 18 + 6);
    assert_eq!(printed(&format!("{SWEEP} --json --jobs 4")), whole);
    for of in [1, 2, 5, 18, 25] {
        let (folder, mut paths) = shards(&format!("merge-{of}"), SWEEP, of);
        // The order of files does not matter, nor that one is there twice.
        paths.reverse();
        paths.push(paths[0].clone());
        assert_eq!(printed(&format!("--merge {} --json", paths.join(" "))), whole, "{of} shards");
        assert_eq!(printed(&format!("--merge {}", paths.join(" "))), printed(SWEEP));
        fs::remove_dir_all(folder).expect("the folder");
    }
}

#[test]
fn what_is_missing_or_of_another_sweep_is_named() {
    let (folder, paths) = shards("missing", SWEEP, 4);
    let told = |paths: &[String]| {
        let error = sweep(&asked(&format!("--merge {}", paths.join(" "))), &mut Vec::new()).expect_err("an error");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        error.to_string()
    };
    assert!(told(&paths[1..]).contains("5 of 18 runs are missing, the first is number 0"), "{}", told(&paths[1..]));
    let (others, other) = shards("other", &SWEEP.replace("seed=7", "seed=8"), 1);
    let mixed = [paths[0].clone(), other[0].clone()];
    assert!(told(&mixed).contains("is of the sweep"), "{}", told(&mixed));
    let half = fs::read_to_string(&paths[0]).expect("a shard");
    fs::write(&paths[0], &half[..half.len() - 9]).expect("a file");
    assert!(told(&paths).contains("0.jsonl:5 is no line of a sweep"), "{}", told(&paths));
    assert!(told(&[folder.join("none").display().to_string()]).contains("cannot be read"));
    fs::remove_dir_all(folder).expect("the folder");
    fs::remove_dir_all(others).expect("the folder");
}

fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

#[test]
fn the_keys_are_those_of_the_contract_and_what_does_not_exist_is_null() {
    let text = printed("do=crash:lb-1@0s --runs 2 --seconds 10 --json");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [first, second, summary] = &lines[..] else { panic!("three lines") };
    let run = "answered arrived errors halted_s knobs line measured_s of point query response_s run seed settled sweep unit \
               utilization warm_up_rule warm_up_s";
    assert_eq!(keys(first), run);
    assert_eq!(keys(&first["utilization"]), "lb-1 server-1 server-2 server-3");
    assert_eq!((&first["response_s"], &first["halted_s"]), (&Value::Null, &Value::Null));
    assert_eq!((first["warm_up_rule"].as_str(), first["warm_up_s"].as_u64()), (Some("fixed"), Some(0)));
    assert_ne!(first["seed"], second["seed"]);
    let whole = "busiest confidence errors_per_s goodput_per_s halted knobs line point response_s runs sweep throughput_per_s \
                 unsettled warm_up_rule warm_up_s";
    assert_eq!(keys(summary), whole);
    assert_eq!(keys(&summary["errors_per_s"]), "failed refused timed_out");
    assert_eq!(keys(&summary["busiest"]), "machine utilization");
    assert_eq!(keys(&summary["goodput_per_s"]), "half_width mean");
    assert!(["mean", "p50", "p95", "p99"].iter().all(|time| summary["response_s"][time].is_null()));
    assert_eq!(summary["goodput_per_s"]["mean"].as_f64(), Some(0.0));
    let single = printed("rps=50 --runs 1 --seconds 10 --json");
    let last: Value = serde_json::from_str(single.lines().last().expect("a line")).expect("JSON");
    assert!(last["response_s"]["p99"]["mean"].is_f64() && last["response_s"]["p99"]["half_width"].is_null());
}

#[test]
fn a_line_holds_a_link_that_gives_its_figures() {
    let text = printed("rps=100 --knob ship=0s,1s --runs 2 --seconds 20 --warmup 5s --json");
    let line = Line::read(text.lines().nth(3).expect("four runs")).expect("a run");
    assert_eq!((line.unit, line.point, line.run), (3, 1, 1));
    let alone = printed(&format!("{} --runs 1 --seconds 20 --warmup 5s --json", line.query));
    let alone = Line::read(alone.lines().next().expect("a run")).expect("a run");
    assert_eq!((alone.answered, alone.response_s, alone.seed), (line.answered, line.response_s, line.seed));
}

#[test]
fn the_table_has_a_row_for_each_point_and_says_how_sure_it_is() {
    let table = printed(SWEEP);
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows[0].starts_with("3 runs of 30 s at each point; ± is half the interval of 95 % confidence"), "{table}");
    assert!(rows[2].split_whitespace().take(2).eq(["rps", "lb"]), "{table}");
    assert!(rows.iter().filter(|row| row.contains(" ±")).count() >= 6, "{table}");
    let overload = printed("preset=queue&rps=150&service=exp:10ms --runs 2 --seconds 100");
    assert!(overload.contains("the link: 2 of 2 runs are not steady in their second half"), "{overload}");
}

#[test]
fn a_complaint_names_the_value_and_the_rule() {
    for (line, words) in [
        ("", "needs the link"),
        ("rps=5 rps=6", "`rps=6` is too much"),
        ("rps=5 --runs 0", "`--runs` needs a whole number from 1 to 100000, not `0`"),
        ("rps=5 --runs", "not ``"),
        ("rps=5 --seconds 5", "`--seconds` needs a whole number from 10 to 1000000, not `5`"),
        ("rps=5 --jobs many", "`--jobs` needs a whole number from 1 to 1024, not `many`"),
        ("rps=5 --shard 8/8 --json", "`--shard` needs I/M with I from 0 to M-1, such as 0/8, not `8/8`"),
        ("rps=5 --shard 0/8", "`--shard` needs `--json`"),
        ("rps=5 --knob rps=0..9:1", "`--knob`: rps: `0` is not a number from 0.1 to 20000"),
        ("rps=5 --knob rho=0.5", "`--knob`: preset distributed has no `rho`"),
        ("rps=5 --knob static=0.95", "at static=0.95 of the sweep: static: other settings leave no room"),
        ("rps=5 --warmup 600s", "`--warmup 600s` leaves nothing of runs of 600 s"),
        ("rps=5 --warmup soon", "`--warmup` needs `mser-5` or whole seconds, such as 60s, not `soon`"),
        ("rps=5 --for 9s", "`sweep` has no option `--for`"),
        ("rps=5 --json=yes", "`--json` takes no value, such as `yes`"),
        ("--merge", "needs the files"),
        ("--merge a --runs 3", "nothing else"),
    ] {
        let told = read(line.split_whitespace().map(String::from)).map(|_| ());
        assert!(told.as_ref().is_err_and(|complaint| complaint.contains(words)), "{line}: {told:?}");
    }
}
