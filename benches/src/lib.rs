//! What the benches share: clocks, turns and sizes.

use std::time::{Duration, Instant};

pub mod peers;
pub mod tasks;

/// The least CPU time of each job in microseconds; the jobs take turns, so that noise meets all of them.
pub fn measure(jobs: &mut [Box<dyn FnMut() + '_>], time: Duration) -> Vec<f64> {
    let mut best = vec![f64::MAX; jobs.len()];
    let end = Instant::now() + time;
    loop {
        for (job, best) in jobs.iter_mut().zip(&mut best) {
            let cpu = cpu_us();
            let mut calls = 0;
            while calls < 200 && cpu_us() - cpu < 2_000.0 {
                job();
                calls += 1;
            }
            *best = best.min((cpu_us() - cpu) / f64::from(calls));
        }
        if Instant::now() >= end {
            return best;
        }
    }
}

/// `text` over and over, cut at a character boundary at or below `bytes`.
pub fn sized(text: &str, bytes: usize) -> String {
    let mut all = text.repeat(bytes / text.len() + 1);
    let mut end = bytes;
    while !all.is_char_boundary(end) {
        end -= 1;
    }
    all.truncate(end);
    all
}

/// CPU time of this thread in microseconds.
pub fn cpu_us() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec for the call to fill in.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

/// What of this process is in memory, in KiB.
pub fn resident_kb() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
