'use strict'
// Scans on the threads of libuv's pool, in chunks small enough that neither handing texts over nor taking verdicts back holds the
// event loop.
const os = require('node:os')
const { Texts } = require('../index.js')
const { string } = require('./arguments.js')
const { translated } = require('./errors.js')
const { begin, spent, turn } = require('./turns.js')

/** Most texts of a chunk, and from how many UTF-16 units on it is full. */
const CHUNK_TEXTS = 256
const CHUNK_UNITS = 1 << 17
/** Most units that are copied at once. */
const PIECE_UNITS = 1 << 18
/**
 * Chunks under way at once. The pool has four threads unless the host says otherwise. One core is left to the event loop: its garbage
 * collector stops it for several times as long when it has to wait for one.
 */
const LANES = Math.max(1, Math.min(4, os.cpus().length - 1))

/**
 * @param {import('../index.js').NativeGuard} native
 * @param {import('./verdict.js').Verdicts} verdicts
 * @param {readonly unknown[]} texts
 * @param {string | undefined} source
 * @param {(index: number) => string} name what a text is called in an error
 * @param {number} [most] texts of a chunk
 */
async function scanInputs(native, verdicts, texts, source, name, most = CHUNK_TEXTS) {
  const count = texts.length
  const answers = new Array(count)
  let next = 0
  const lane = async () => {
    while (next < count) {
      const batch = new Texts()
      /** @type {number[]} */
      const indices = []
      /** @type {string[]} */
      const own = []
      let units = 0
      while (next < count && indices.length < most && units < CHUNK_UNITS) {
        const index = next++
        const text = string(texts[index], name(index))
        indices.push(index)
        own.push(text)
        units += text.length
        await push(batch, text)
      }
      const found = await translating(() => native.scanInputs(batch, source))
      for (let i = 0; i < found.length; i++) {
        while (spent()) await turn()
        answers[indices[i]] = verdicts.of(found[i], own[i])
      }
    }
  }
  begin()
  // Nothing to scan: a source that does not exist is an error all the same.
  if (count === 0) await translating(() => native.scanInputs(new Texts(), source))
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    // After an error the other lanes need not go on.
    next = count
  }
  return answers
}

/**
 * @param {import('../index.js').NativeGuard} native
 * @param {import('./verdict.js').Verdicts} verdicts
 * @param {string} text
 * @param {{ prompt?: string | undefined, systemPrompt?: string | undefined, context?: string[] | undefined }} given
 */
async function scanOutput(native, verdicts, text, { prompt, systemPrompt, context = [] }) {
  begin()
  const batch = new Texts()
  for (const part of [text, prompt, systemPrompt, ...context]) {
    if (part !== undefined) await push(batch, part)
  }
  const [answer] = await translating(() => native.scanOutputOf(batch, prompt !== undefined, systemPrompt !== undefined))
  return verdicts.of(answer, text)
}

/**
 * Copies a text, turning the event loop between the pieces of a long one.
 * @param {Texts} batch
 * @param {string} text
 */
async function push(batch, text) {
  for (let at = 0; at === 0 || at < text.length; at += PIECE_UNITS) {
    while (spent()) await turn()
    const piece = text.length <= PIECE_UNITS ? text : text.slice(at, at + PIECE_UNITS)
    if (at === 0) batch.push(piece)
    else batch.extend(piece)
  }
}

/**
 * @template T
 * @param {() => Promise<T>} call
 * @returns {Promise<T>}
 */
async function translating(call) {
  try {
    return await call()
  } catch (error) {
    throw translated(error)
  }
}

module.exports = { scanInputs, scanOutput }
