//! Many texts on several threads.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use guardrails_core::ffi::{self, Outcome};
use guardrails_core::{Guard, Source};

/// Texts a thread takes at a time: enough that taking costs nothing, few enough that no thread is left with a long tail.
const SHARE: usize = 32;

/// The outcomes in the order of the texts. The calling thread is one of `threads`.
pub fn scan(guard: &Guard, texts: &[(&str, Source)], threads: Option<usize>) -> Vec<Outcome> {
    let shares: Vec<&[(&str, Source)]> = texts.chunks((SHARE / ffi::cost(guard, 1)).max(1)).collect();
    let threads = threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get)).clamp(1, shares.len().max(1));
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(shares.len())));
    let work = || {
        for (at, share) in std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed))).map_while(|at| Some((at, shares.get(at)?))) {
            let outcomes: Vec<Outcome> = share.iter().map(|(text, source)| ffi::scan(guard, text, *source).into()).collect();
            done.lock().unwrap_or_else(PoisonError::into_inner).push((at, outcomes));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // A thread that cannot be had leaves its work to the others.
            let _ = thread::Builder::new().name("guardrails".into()).spawn_scoped(scope, work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, outcomes)| outcomes).collect()
}
