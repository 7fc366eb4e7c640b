//! Servers in order of a key, equal keys first in first out. Knows no algorithm and no server but its place.
//!
//! A treap whose nodes lie in one array, indexed by server, and which is threaded: first and next cost one step, insert
//! and remove O(log n), and nothing is allocated after the start. A heap would not do, because a choice has to walk past
//! full servers; a `BTreeMap` allocates.

/// No server; also the limit of their number.
const NONE: u16 = u16::MAX;

/// An ordered set of servers, each at most once.
#[derive(Clone, Debug)]
pub(super) struct Order {
    nodes: Vec<Node>,
    root: u16,
    first: u16,
    /// Insertions so far: what tells equal keys apart.
    arrivals: u64,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    arrival: u64,
    key: u32,
    /// Fixed for each place; larger is nearer the root.
    priority: u32,
    left: u16,
    right: u16,
    before: u16,
    after: u16,
    present: bool,
}

/// Where in the tree a child hangs.
#[derive(Clone, Copy)]
enum Link {
    Root,
    Left(u16),
    Right(u16),
}

impl Order {
    /// An empty order with room for `servers` of them.
    pub(super) fn new(servers: usize) -> Order {
        let node = |place: usize| Node {
            arrival: 0,
            key: 0,
            priority: scatter(place as u32),
            left: NONE,
            right: NONE,
            before: NONE,
            after: NONE,
            present: false,
        };
        Order { nodes: (0..servers).map(node).collect(), root: NONE, first: NONE, arrivals: 0 }
    }

    /// The server with the smallest key that has been there longest.
    pub(super) fn first(&self) -> Option<u16> {
        (self.first != NONE).then_some(self.first)
    }

    /// The one after `server`, which is in the order.
    pub(super) fn next(&self, server: u16) -> Option<u16> {
        let after = self.nodes[server as usize].after;
        (after != NONE).then_some(after)
    }

    /// Whether `server` is in the order.
    pub(super) fn contains(&self, server: u16) -> bool {
        self.nodes[server as usize].present
    }

    /// The key `server` was last inserted with.
    pub(super) fn key(&self, server: u16) -> u32 {
        self.nodes[server as usize].key
    }

    /// Puts `server`, which is not in the order, behind all with a key up to `key`.
    pub(super) fn insert(&mut self, server: u16, key: u32) {
        self.arrivals += 1;
        let node = &mut self.nodes[server as usize];
        debug_assert!(!node.present, "server {server} is in the order already");
        (node.key, node.arrival, node.present) = (key, self.arrivals, true);
        let priority = node.priority;

        // Down to where the server belongs by priority ...
        let (mut before, mut after) = (NONE, NONE);
        let (mut link, mut at) = (Link::Root, self.root);
        while at != NONE && self.nodes[at as usize].priority >= priority {
            // Nobody arrived later, so only a larger key is behind.
            if key < self.nodes[at as usize].key {
                (after, link, at) = (at, Link::Left(at), self.nodes[at as usize].left);
            } else {
                (before, link, at) = (at, Link::Right(at), self.nodes[at as usize].right);
            }
        }
        self.hang(link, server);

        // ... then what is below is split in two around it.
        let (mut smaller, mut larger) = (Link::Left(server), Link::Right(server));
        while at != NONE {
            if key < self.nodes[at as usize].key {
                self.hang(larger, at);
                (after, larger, at) = (at, Link::Left(at), self.nodes[at as usize].left);
            } else {
                self.hang(smaller, at);
                (before, smaller, at) = (at, Link::Right(at), self.nodes[at as usize].right);
            }
        }
        self.hang(smaller, NONE);
        self.hang(larger, NONE);
        self.thread(before, server);
        self.thread(server, after);
    }

    /// Takes `server` out, if it is in.
    pub(super) fn remove(&mut self, server: u16) {
        let Node { key, arrival, left, right, before, after, present, .. } = self.nodes[server as usize];
        if !present {
            return;
        }
        let (mut link, mut at) = (Link::Root, self.root);
        while at != server {
            let node = &self.nodes[at as usize];
            (link, at) = if (key, arrival) < (node.key, node.arrival) {
                (Link::Left(at), node.left)
            } else {
                (Link::Right(at), node.right)
            };
        }

        // Its two halves become one in its place.
        let (mut smaller, mut larger) = (left, right);
        while smaller != NONE && larger != NONE {
            let (a, b) = (&self.nodes[smaller as usize], &self.nodes[larger as usize]);
            if a.priority >= b.priority {
                let rest = a.right;
                self.hang(link, smaller);
                (link, smaller) = (Link::Right(smaller), rest);
            } else {
                let rest = b.left;
                self.hang(link, larger);
                (link, larger) = (Link::Left(larger), rest);
            }
        }
        self.hang(link, if smaller == NONE { larger } else { smaller });
        self.thread(before, after);
        self.nodes[server as usize].present = false;
    }

    fn hang(&mut self, link: Link, child: u16) {
        match link {
            Link::Root => self.root = child,
            Link::Left(parent) => self.nodes[parent as usize].left = child,
            Link::Right(parent) => self.nodes[parent as usize].right = child,
        }
    }

    fn thread(&mut self, before: u16, after: u16) {
        if before == NONE {
            self.first = after;
        } else {
            self.nodes[before as usize].after = after;
        }
        if after != NONE {
            self.nodes[after as usize].before = before;
        }
    }
}

/// A priority for each place that has nothing to do with the places beside it (the finalizer of MurmurHash3), so that the
/// tree is balanced whatever order servers come in.
const fn scatter(place: u32) -> u32 {
    let mut x = place.wrapping_add(1);
    x = (x ^ (x >> 16)).wrapping_mul(0x85eb_ca6b);
    x = (x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(order: &Order) -> Vec<u16> {
        core::iter::successors(order.first(), |&server| order.next(server)).collect()
    }

    fn depth(order: &Order, at: u16) -> usize {
        if at == NONE {
            return 0;
        }
        let node = &order.nodes[at as usize];
        1 + depth(order, node.left).max(depth(order, node.right))
    }

    #[test]
    fn equal_keys_come_out_in_the_order_they_went_in() {
        let mut order = Order::new(4);
        for (server, key) in [(2, 7), (0, 7), (3, 1), (1, 7)] {
            order.insert(server, key);
        }
        assert_eq!(walk(&order), [3, 2, 0, 1]);
        order.remove(2);
        order.insert(2, 7);
        assert_eq!(walk(&order), [3, 0, 1, 2]);
    }

    #[test]
    fn taking_out_what_is_not_in_changes_nothing() {
        let mut order = Order::new(2);
        order.insert(1, 5);
        order.remove(0);
        assert_eq!(walk(&order), [1]);
    }

    #[test]
    fn a_thousand_servers_inserted_in_sequence_make_a_shallow_tree() {
        let mut order = Order::new(1000);
        for server in 0..1000 {
            order.insert(server, u32::from(server));
        }
        assert!(depth(&order, order.root) <= 30, "{} deep", depth(&order, order.root));
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod laws {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn it_agrees_with_a_sorted_list(script in prop::collection::vec((0u16..12, 0u32..6, any::<bool>()), 0..300)) {
                let mut order = Order::new(12);
                let mut list: Vec<(u32, usize, u16)> = Vec::new();
                for (step, (server, key, insert)) in script.into_iter().enumerate() {
                    order.remove(server);
                    list.retain(|entry| entry.2 != server);
                    if insert {
                        order.insert(server, key);
                        list.push((key, step, server));
                        list.sort_unstable();
                    }
                    prop_assert_eq!(order.contains(server), insert);
                    prop_assert_eq!(walk(&order), list.iter().map(|entry| entry.2).collect::<Vec<_>>());
                }
            }
        }
    }
}
