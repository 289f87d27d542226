'use strict'
// How long work may hold the event loop, and how it lets go.

/** Well under the ten milliseconds that a call may take: the collector and other callers' work come on top. */
const SLICE_MS = 2

/** When the present slice began, as far as is known. Shared, so that calls side by side do not each take a slice of their own. */
let began = -Infinity
/** @type {Promise<void> | undefined} */
let turning

/** Whether it is time for {@link turn}. */
function spent() {
  return performance.now() - began > SLICE_MS
}

/** The start of work in a turn of the loop that may have seen none of ours before. */
function begin() {
  if (spent()) began = performance.now()
}

/** Resolves in the next turn of the event loop. */
function turn() {
  turning ??= new Promise((resolve) => {
    setImmediate(() => {
      turning = undefined
      began = performance.now()
      resolve()
    })
  })
  return turning
}

module.exports = { begin, spent, turn }
