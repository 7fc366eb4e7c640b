//! Work done on several threads whose results come in the order of the work. Knows nothing of what is done.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Does `work` for every item on `jobs` threads and gives each result to `take`, in the order of the items, as soon as all before
/// it are there. When `take` fails, what is not begun is not done.
///
/// # Errors
/// Those of `take`.
pub fn in_order<T: Send>(
    items: &[u64],
    jobs: usize,
    work: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, items.len().max(1)) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                while let Some((at, item)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    items.get(at).map(|item| (at, *item))
                } {
                    // Nobody listens any more: the last result could not be taken.
                    if send.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        // Taken by value, so that the channel closes when taking fails.
        for (at, result) in receive {
            early.insert(at, result);
            while let Some(result) = early.remove(&due) {
                due += 1;
                take(result)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        let items: Vec<u64> = (0..200).map(|item| item * 3).collect();
        for jobs in [0, 1, 2, 7, 1_000] {
            let mut taken = Vec::new();
            let slow = |item: u64| {
                thread::sleep(std::time::Duration::from_micros(item % 7 * 50));
                item + 1
            };
            in_order(&items, jobs, slow, |result| {
                taken.push(result);
                Ok(())
            })
            .expect("nothing fails");
            assert!(taken.iter().zip(&items).all(|(taken, item)| *taken == item + 1) && taken.len() == 200);
        }
        in_order(&[], 4, |item| item, |_| Ok(())).expect("nothing to do");
    }

    #[test]
    fn who_takes_no_more_ends_the_work() {
        let items: Vec<u64> = (0..100_000).collect();
        let done = AtomicUsize::new(0);
        let work = |item| {
            done.fetch_add(1, Ordering::Relaxed);
            thread::sleep(std::time::Duration::from_micros(100));
            item
        };
        let ended = in_order(&items, 2, work, |item| if item < 10 { Ok(()) } else { Err(io::Error::other("full")) });
        assert!(ended.is_err() && done.load(Ordering::Relaxed) < 10_000);
    }
}
