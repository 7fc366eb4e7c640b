//! The drawing in groups that follow the run by themselves: drawn anew is what sees another instant, and never all of it at one frame.

use super::scene::{Scene, Touch};
use super::{balancer, clients, links, server, small};
use std::ops::Range;
use tierscope::app::layout::{Detail, Layout};
use tierscope::app::same::Same;
use tierscope::app::selection::Selection;
use tierscope::app::texts::Texts;
use tierscope::snapshot::Snapshot;
use yew::prelude::*;

/// Into so many parts servers are divided, and machines for databases.
pub const PARTS: usize = 3;

/// What is drawn together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Group {
    /// Links, clients and the balancer.
    Front,
    /// A part of the servers.
    Servers(usize),
    /// A part of the machines that have a database and nothing else.
    Hosts(usize),
}

impl Group {
    /// All groups in the order in which they are read.
    pub const ALL: [Group; 1 + 2 * PARTS] = [
        Group::Front,
        Group::Servers(0),
        Group::Servers(1),
        Group::Servers(2),
        Group::Hosts(0),
        Group::Hosts(1),
        Group::Hosts(2),
    ];
}

/// What a group needs.
#[derive(Properties, PartialEq)]
pub struct DrawnProps {
    /// The language.
    pub texts: &'static Texts,
    /// The run as the group sees it.
    pub snapshot: Same<Snapshot>,
    /// Where everything stands.
    pub layout: Same<Layout>,
    /// Which group it is.
    pub group: Group,
    /// The one thing that the tab key reaches.
    pub here: Selection,
    /// What is picked.
    pub picked: Option<Selection>,
    /// Numbers and widths instead of motion.
    pub still: bool,
    /// Hears what a person does with a thing.
    pub touch: Callback<Touch>,
}

/// A group.
#[component]
pub fn Drawn(props: &DrawnProps) -> Html {
    let scene = Scene {
        snapshot: &props.snapshot,
        layout: &props.layout,
        texts: props.texts,
        here: props.here,
        picked: props.picked,
        still: props.still,
        touch: &props.touch,
    };
    html! {
        <>
            { for group(&scene, props.group) }
        </>
    }
}

fn group(scene: &Scene<'_>, group: Group) -> Vec<Html> {
    match group {
        Group::Front => {
            [links::links(scene), clients::clients(scene)].into_iter().chain(balancer::balancer(scene)).collect()
        }
        Group::Servers(part) => servers(scene, part_of(scene.snapshot.servers.len(), part)).collect(),
        Group::Hosts(part) => hosts(scene, part_of(scene.snapshot.databases.len(), part)).collect(),
    }
}

/// Which of so many machines are in that part of them.
fn part_of(count: usize, part: usize) -> Range<usize> {
    count * part / PARTS..count * (part + 1) / PARTS
}

fn servers<'a>(scene: &'a Scene<'_>, range: Range<usize>) -> impl Iterator<Item = Html> + 'a {
    let views = scene.snapshot.servers.iter().zip(&scene.layout.servers).enumerate();
    let views = views.skip(range.start).take(range.len());
    views.map(|(index, (view, place))| match place.detail {
        Detail::Full => server::server(scene, index, view, place),
        Detail::Compact => small::compact(scene, index, view, place),
        Detail::Mini => small::mini(scene, index, view, place),
    })
}

fn hosts<'a>(scene: &'a Scene<'_>, range: Range<usize>) -> impl Iterator<Item = Html> + 'a {
    let views = scene.snapshot.databases.iter().zip(&scene.layout.databases);
    let views = views.skip(range.start).take(range.len());
    views.map(|(view, place)| match place.detail {
        Detail::Full => server::host(scene, view, place),
        _ => small::host(scene, view, place),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_machine_is_in_one_part() {
        for count in 0..9 {
            let all: Vec<usize> = (0..PARTS).flat_map(|part| part_of(count, part)).collect();
            assert_eq!(all, (0..count).collect::<Vec<_>>());
        }
    }
}
