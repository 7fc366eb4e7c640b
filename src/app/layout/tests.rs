//! The arrangement at every size of screen and of site.

use super::*;

/// Sizes that pages and frames have, in pixels, nothing included.
const ROOMS: [(f64, f64); 12] = [
    (0.0, 0.0),
    (320.0, 400.0),
    (375.0, 600.0),
    (400.0, 300.0),
    (599.0, 500.0),
    (640.0, 420.0),
    (800.0, 560.0),
    (893.0, 610.0),
    (1100.0, 560.0),
    (1440.0, 700.0),
    (1900.0, 1000.0),
    (3200.0, 1800.0),
];

fn shapes() -> impl Iterator<Item = Shape> {
    let distributed = (1..=64).flat_map(|servers| {
        [1, 3, 9].map(|databases| Shape { preset: Preset::Distributed, servers, databases: databases.min(servers) })
    });
    let dedicated = [1, 2, 3, 4, 5, 12, 13, 40, 64].into_iter().flat_map(|servers| {
        [1, 2, 3, 4, 5, 9].map(|databases| Shape { preset: Preset::Dedicated, servers, databases })
    });
    let simple = Shape { preset: Preset::Simple, servers: 1, databases: 1 };
    distributed.chain(dedicated).chain([simple]).chain((1..=64).map(|servers| Shape {
        preset: Preset::Queue,
        servers,
        databases: 0,
    }))
}

fn every_layout(mut check: impl FnMut(&Layout, &str)) {
    for (width, height) in ROOMS {
        for shape in shapes() {
            for least in [0.0, FAR_SCALE] {
                let layout = Layout::plan_large(width, height, shape, least);
                check(&layout, &format!("{width} x {height}, {shape:?}, {least}"));
            }
        }
    }
}

#[test]
fn nothing_overlaps_and_nothing_leaves_the_drawing() {
    every_layout(|layout, case| {
        let machines: Vec<Rect> = core::iter::once(layout.clients)
            .chain(layout.balancer.iter().map(|balancer| balancer.frame))
            .chain(boxes_behind(layout))
            .collect();
        for (i, machine) in machines.iter().enumerate() {
            assert!(machine.w > 0.0 && machine.h > 0.0, "{case}: {machine:?}");
            assert!(machine.within(&layout.frame()), "{case}: {machine:?} in {:?}", layout.frame());
            for other in &machines[i + 1..] {
                assert!(!machine.overlaps(other), "{case}: {machine:?} and {other:?}");
            }
        }
    });
}

/// The machines behind the balancer.
fn boxes_behind(layout: &Layout) -> impl Iterator<Item = Rect> {
    let servers = layout.servers.iter().map(|server| server.frame);
    servers.chain(layout.databases.iter().map(|host| host.frame))
}

#[test]
fn what_belongs_to_a_machine_is_within_it_and_apart_from_its_neighbours() {
    every_layout(|layout, case| {
        if let Some(balancer) = &layout.balancer {
            let parts: Vec<Rect> = [balancer.head, balancer.haproxy].into_iter().chain(balancer.manager).collect();
            all_within_and_apart(&parts, &balancer.frame, case);
            let lines: Vec<Rect> =
                balancer.choices.into_iter().chain([balancer.queue]).chain(balancer.rows.clone()).collect();
            all_within_and_apart(&lines, &balancer.haproxy, case);
        }
        for host in &layout.databases {
            all_within_and_apart(&[host.head, host.mysql], &host.frame, case);
        }
        for server in &layout.servers {
            let parts: Vec<Rect> =
                [server.head, server.app].into_iter().chain(server.nginx).chain(server.mysql).collect();
            all_within_and_apart(&parts, &server.frame, case);
        }
    });
}

fn all_within_and_apart(parts: &[Rect], frame: &Rect, case: &str) {
    for (i, part) in parts.iter().enumerate() {
        assert!(part.within(frame), "{case}: {part:?} in {frame:?}");
        for other in &parts[i + 1..] {
            assert!(!part.overlaps(other), "{case}: {part:?} and {other:?}");
        }
    }
}

#[test]
fn links_end_on_the_boxes_that_they_connect_and_cross_no_other() {
    every_layout(|layout, case| {
        let balancer = layout.balancer.as_ref().map(|balancer| balancer.frame);
        joins(&layout.front, &layout.clients, &balancer.unwrap_or(layout.servers[0].frame), case);
        assert_eq!(layout.backs.len(), balancer.map_or(0, |_| layout.servers.len()), "{case}");
        for (i, (back, server)) in layout.backs.iter().zip(&layout.servers).enumerate() {
            joins(back, &balancer.expect("it has links"), &server.frame, case);
            crosses_nothing(back, layout, &format!("{case}: link to server {i}"));
        }
        for (i, server) in layout.servers.iter().enumerate() {
            for (j, host) in layout.databases.iter().enumerate() {
                let [from, to] = [MachineId::server(i), MachineId::database(j, layout.servers.len())];
                let (path, back) = layout.road(from, to).expect("both are there");
                joins(path, &server.frame, &host.frame, case);
                crosses_nothing(path, layout, &format!("{case}: link from server {i} to database {j}"));
                assert_eq!((back, layout.road(to, from)), (false, Some((path, true))), "{case}");
            }
        }
        let databases = layout.shape.databases;
        let frames: Vec<Rect> = match layout.shape.is_apart() {
            true => layout.databases.iter().map(|host| host.frame).collect(),
            false => layout.servers.iter().map(|server| server.frame).collect(),
        };
        for (one, other) in (0..databases).flat_map(|a| (0..databases).map(move |b| (a, b))).filter(|(a, b)| a != b) {
            let path = layout.pair(one, other).expect("both are there");
            joins(path, &frames[one], &frames[other], case);
            crosses_nothing(path, layout, &format!("{case}: link between {one} and {other}"));
        }
    });
}

fn joins(path: &Path, from: &Rect, to: &Rect, case: &str) {
    assert!(from.touches(path.start(), 0.01), "{case}: {:?} on {from:?}", path.start());
    assert!(to.touches(path.end(), 0.01), "{case}: {:?} on {to:?}", path.end());
}

fn crosses_nothing(path: &Path, layout: &Layout, case: &str) {
    for frame in boxes_behind(layout).chain(layout.balancer.iter().map(|balancer| balancer.frame)) {
        for &point in path.points() {
            assert!(!frame.holds(point, 0.5), "{case}: {point:?} in {frame:?}");
            let drawing = layout.frame();
            assert!(drawing.holds(point, -1.0), "{case}: {point:?} outside of {drawing:?}");
        }
    }
}

#[test]
fn what_can_be_pressed_is_large_enough_for_a_finger() {
    every_layout(|layout, case| {
        let targets = layout
            .servers
            .iter()
            .map(|server| if server.detail == Detail::Full { server.head } else { server.frame })
            .chain(layout.servers.iter().filter_map(|server| server.nginx))
            .chain(
                layout.databases.iter().map(|host| if host.detail == Detail::Full { host.mysql } else { host.frame }),
            )
            .chain(layout.balancer.iter().flat_map(|balancer| balancer.manager.into_iter().chain([balancer.head])));
        for target in targets {
            let least = target.w.min(target.h) * layout.scale;
            assert!(least >= 22.0, "{case}: {target:?} is {least} pixels");
        }
    });
}

#[test]
fn a_few_servers_are_drawn_in_full_and_many_as_a_crowd() {
    let detail = |width, height, servers| {
        let shape = Shape { preset: Preset::Distributed, servers, databases: servers.min(3) };
        Layout::plan(width, height, shape).servers[0].detail
    };
    for servers in 1..=4 {
        assert_eq!(detail(893.0, 610.0, servers), Detail::Full, "{servers}");
    }
    for servers in 5..=12 {
        assert_eq!(detail(893.0, 610.0, servers), Detail::Compact, "{servers}");
        assert_eq!(detail(375.0, 600.0, servers), Detail::Compact, "{servers}");
    }
    for servers in 13..=64 {
        assert_eq!(detail(893.0, 610.0, servers), Detail::Mini, "{servers}");
        assert_eq!(detail(375.0, 600.0, servers), Detail::Mini, "{servers}");
    }
}

#[test]
fn a_wide_drawing_fits_its_room_and_uses_it() {
    for servers in [1, 3, 4, 12, 64] {
        let shape = Shape { preset: Preset::Distributed, servers, databases: servers.min(3) };
        for (width, height) in ROOMS.into_iter().filter(|room| room.0 >= 893.0 && room.1 >= 600.0) {
            let layout = Layout::plan(width, height, shape);
            assert!((layout.width * layout.scale - width).abs() < 1.0, "{width} x {height}, {servers}");
            assert!(layout.height * layout.scale < height * 1.08, "{width} x {height}, {servers}: {}", layout.height);
        }
    }
    let scale = |width, height| {
        Layout::plan(width, height, Shape { preset: Preset::Distributed, servers: 3, databases: 3 }).scale
    };
    assert!(scale(1900.0, 1000.0) > 1.3 * scale(893.0, 610.0));
}

#[test]
fn a_drawing_for_the_last_row_is_as_large_as_is_wanted_and_no_wider_than_its_room() {
    for shape in shapes() {
        let layout = Layout::plan_large(1440.0, 800.0, shape, FAR_SCALE);
        assert!(layout.scale >= FAR_SCALE, "{shape:?}: {}", layout.scale);
        assert!(layout.width * layout.scale < 1441.0, "{shape:?}: {}", layout.width);
        let narrow = Layout::plan_large(800.0, 560.0, shape, FAR_SCALE);
        assert!(
            narrow.width * narrow.scale < 1.01 * (800.0_f64).max(Layout::plan(800.0, 560.0, shape).width),
            "{shape:?}"
        );
    }
    let shape = Shape { preset: Preset::Distributed, servers: 3, databases: 3 };
    let layout = Layout::plan_large(1440.0, 800.0, shape, FAR_SCALE);
    assert!(layout.servers[0].detail == Detail::Full && layout.height * layout.scale < 801.0);
}

#[test]
fn spots_lie_where_their_process_is() {
    every_layout(|layout, case| {
        for i in 0..layout.servers.len() {
            let frame = layout.servers[i].frame;
            let roomy = Rect::new(frame.x - 10.0, frame.y - 10.0, frame.w + 20.0, frame.h + 20.0);
            for spot in [
                Spot::Nginx(i),
                Spot::Accept(i),
                Spot::Worker(i),
                Spot::Database(i),
                Spot::FarDatabase(i),
                Spot::Within(i),
            ] {
                assert!(layout.area(spot).within(&roomy), "{case}: {spot:?} {:?} in {frame:?}", layout.area(spot));
            }
        }
        for (i, host) in layout.databases.iter().enumerate() {
            let roomy = Rect::new(host.frame.x - 10.0, host.frame.y - 10.0, host.frame.w + 20.0, host.frame.h + 20.0);
            assert!(layout.area(Spot::Host(i)).within(&roomy), "{case}: database {i}");
        }
        for (spot, balancer) in
            [Spot::Haproxy, Spot::Queue].into_iter().flat_map(|spot| Some((spot, layout.balancer.as_ref()?)))
        {
            assert!(layout.area(spot).within(&balancer.frame), "{case}: {spot:?}");
        }
        assert_eq!(layout.spot(Spot::Exit(layout.servers.len())), Point::default(), "{case}");
    });
}

#[test]
fn where_databases_are_apart_servers_have_no_link_to_each_other() {
    let layout = Layout::plan(1100.0, 610.0, Shape { preset: Preset::Dedicated, servers: 3, databases: 3 });
    let [server, other] = [0, 1].map(MachineId::server);
    let database = MachineId::database(1, 3);
    assert_eq!(layout.road(server, other), None);
    assert_eq!(layout.road(MachineId::BALANCER, database), None);
    assert_eq!(layout.road(MachineId::database(0, 3), database), layout.pair(0, 1).map(|path| (path, false)));
    assert!(layout.databases.iter().all(|host| host.detail == Detail::Full));
}

#[test]
fn a_link_of_a_server_to_itself_or_to_none_is_no_link() {
    let layout = Layout::plan(893.0, 610.0, Shape { preset: Preset::Distributed, servers: 3, databases: 3 });
    assert_eq!(layout.pair(1, 1), None);
    assert_eq!(layout.pair(1, 3), None);
}
