//! What the page is made of, as CycloneDX 1.5 in JSON: each package of its dependency tree with version, licence, hash and what it needs itself.
//!
//! Cargo has all of it: `cargo tree` for the page's target and features, `Cargo.lock` for the hashes. It holds no time and no number of its own, so the
//! same commit has the same list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use xtask::{Outcome, checkout, process};

use crate::rust::WASM;

/// The list as JSON.
pub fn of_the_page() -> Outcome<String> {
    let tree = tree()?;
    let lock = fs::read_to_string(checkout::root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    Ok(json(&Parts::read(&tree)?, &hashes(&lock)))
}

/// Fails where the list has a package that is not compiled for the page, or lacks one that is. The lints of `cargo xtask test` have compiled
/// them, so it only asks cargo which.
pub fn must_be_what_is_compiled() -> Outcome {
    let mut lints = process::cargo();
    lints.args(["clippy", "--quiet", "--locked", "--target", WASM, "--features", "web", "--lib", "--bin", "page"]);
    lints.args(["--message-format", "json", "--", "-D", "warnings"]);
    let said = process::output(&mut lints).ok_or("the page does not compile")?;
    let (tree, compiled) = (tree()?, compiled(&said));
    let listed = Parts::read(&tree)?.licences.into_keys().collect::<BTreeSet<Package>>();
    if compiled == listed {
        println!("    {} packages are listed, those that are compiled", listed.len());
        return Ok(());
    }
    let differing: Vec<_> = compiled.symmetric_difference(&listed).collect();
    Err(format!("the list of parts and what is compiled differ in {differing:?}"))
}

/// The packages of which cargo says that it has compiled something.
fn compiled(messages: &str) -> BTreeSet<Package<'_>> {
    let artifacts = messages.lines().filter(|line| line.starts_with("{\"reason\":\"compiler-artifact\""));
    let ids = artifacts.filter_map(|line| Some(line.split_once("\"package_id\":\"")?.1.split_once('"')?.0));
    ids.filter_map(package).collect()
}

/// The package that cargo calls `path+file:///a/b#c@1.0.0`, or `path+file:///a/b#1.0.0` if it is called like its folder.
fn package(id: &str) -> Option<Package<'_>> {
    let (place, end) = id.split_once('#')?;
    end.split_once('@').or_else(|| Some((place.rsplit('/').next()?, end)))
}

fn tree() -> Outcome<String> {
    let mut tree = process::cargo();
    tree.args(["tree", "--locked", "--target", WASM, "--features", "web", "--edges", "normal,build"]);
    tree.args(["--prefix", "depth", "--format", "{p}|{l}"]);
    process::output(&mut tree).ok_or(String::from("`cargo tree` does not tell what the page is made of"))
}

/// Name and version.
type Package<'a> = (&'a str, &'a str);

/// The packages of a tree.
#[derive(Default)]
struct Parts<'a> {
    /// What the tree is of.
    root: Package<'a>,
    licences: BTreeMap<Package<'a>, String>,
    /// What each needs.
    needs: BTreeMap<Package<'a>, BTreeSet<Package<'a>>>,
}

impl<'a> Parts<'a> {
    /// Reads lines like `2cfg-if v1.0.5|MIT OR Apache-2.0`, which begin with the depth.
    fn read(tree: &'a str) -> Outcome<Parts<'a>> {
        let mut parts = Parts::default();
        let mut above: Vec<Package> = Vec::new();
        for line in tree.lines() {
            let (depth, package, licence) = line_of_tree(line).ok_or(format!("`cargo tree` says {line:?}"))?;
            above.truncate(depth);
            match above.last() {
                Some(needing) => drop(parts.needs.entry(*needing).or_default().insert(package)),
                None => parts.root = package,
            }
            above.push(package);
            parts.needs.entry(package).or_default();
            parts.licences.insert(package, licence);
        }
        if above.is_empty() { Err(String::from("`cargo tree` says nothing")) } else { Ok(parts) }
    }
}

/// Depth, package and licence of a line.
fn line_of_tree(line: &str) -> Option<(usize, Package<'_>, String)> {
    let start = line.find(|letter: char| !letter.is_ascii_digit())?;
    let (package, licence) = line[start..].split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    // A package that was shown before has a star. Old manifests divide licences by a stroke.
    let licence = licence.trim_end_matches(" (*)").replace('/', " OR ");
    Some((line[..start].parse().ok()?, (name, version), licence))
}

/// The SHA-256 of each package that comes from a registry.
fn hashes(lock: &str) -> BTreeMap<Package<'_>, &str> {
    lock.split("[[package]]")
        .skip(1)
        .filter_map(|part| {
            let value = |key| {
                let line = part.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
                line.and_then(|line| line.strip_suffix('"'))
            };
            Some(((value("name")?, value("version")?), value("checksum")?))
        })
        .collect()
}

fn json(parts: &Parts, hashes: &BTreeMap<Package, &str>) -> String {
    let reference = |(name, version): &Package| quoted(&format!("pkg:cargo/{name}@{version}"));
    let component = |kind: &str, package: &Package| {
        let hash = hashes
            .get(package)
            .map(|hash| format!(",\"hashes\":[{{\"alg\":\"SHA-256\",\"content\":{}}}]", quoted(hash)));
        let (name, version, licence) = (quoted(package.0), quoted(package.1), quoted(&parts.licences[package]));
        let reference = reference(package);
        format!(
            "{{\"type\":\"{kind}\",\"bom-ref\":{reference},\"name\":{name},\"version\":{version},\
             \"licenses\":[{{\"expression\":{licence}}}],\"purl\":{reference}{}}}",
            hash.unwrap_or_default()
        )
    };
    let components =
        parts.licences.keys().filter(|package| **package != parts.root).map(|package| component("library", package));
    let needs = parts.needs.iter().map(|(package, needs)| {
        let needs: Vec<String> = needs.iter().map(reference).collect();
        format!("{{\"ref\":{},\"dependsOn\":[{}]}}", reference(package), needs.join(","))
    });
    format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"version\":1,\n\"metadata\":{{\"component\":{}}},\n\"components\":[\n{}\n],\n\"dependencies\":[\n{}\n]}}\n",
        component("application", &parts.root),
        components.collect::<Vec<_>>().join(",\n"),
        needs.collect::<Vec<_>>().join(",\n"),
    )
}

/// A text of JSON.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_and_a_lock_make_a_list() {
        let tree = "0a v1.0.0 (/x)|MIT\n1b v2.0.0 (proc-macro)|MIT/Apache-2.0\n2c v3.0.0|Zlib\n1c v3.0.0|Zlib (*)";
        let lock = "[[package]]\nname = \"b\"\nversion = \"2.0.0\"\nchecksum = \"5e\"\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n";
        let parts = Parts::read(tree).unwrap();
        assert_eq!(parts.needs[&("a", "1.0.0")], BTreeSet::from([("b", "2.0.0"), ("c", "3.0.0")]));
        assert_eq!(parts.licences[&("b", "2.0.0")], "MIT OR Apache-2.0");
        assert_eq!(parts.licences[&("c", "3.0.0")], "Zlib");
        assert_eq!(hashes(lock), BTreeMap::from([(("b", "2.0.0"), "5e")]));
        let json = json(&parts, &hashes(lock));
        assert!(json.contains("{\"ref\":\"pkg:cargo/b@2.0.0\",\"dependsOn\":[\"pkg:cargo/c@3.0.0\"]}"), "{json}");
        assert!(json.contains("\"content\":\"5e\"") && json.matches("\"type\":\"library\"").count() == 2, "{json}");
    }

    #[test]
    fn what_cargo_compiled_is_read_from_its_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"package_id\":\"registry+https://x/index#a@1.0.0\",\"x\":\"y\"}\n\
            {\"reason\":\"compiler-message\",\"package_id\":\"path+file:///x/b#2.0.0\"}\n\
            {\"reason\":\"compiler-artifact\",\"package_id\":\"path+file:///x/c#3.0.0\"}\n";
        assert_eq!(compiled(messages), BTreeSet::from([("a", "1.0.0"), ("c", "3.0.0")]));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        assert!(Parts::read("").is_err() && Parts::read("warning").is_err());
    }
}
