//! The native half of the npm package `guardrails-node`: JavaScript's strings in, verdicts as JSON out.
//!
//! Translation only. What a verdict is made of is decided by `guardrails-core`, what it looks like in JavaScript by `lib/`.

mod answer;
mod fault;
mod guard;
mod task;
mod texts;
mod vault;
