'use strict'
// From the answers of the native half to verdicts.

/** @typedef {import('./guardrails').Verdict} Verdict */

/** Makes verdicts of one guard's answers. */
class Verdicts {
  /** @param {string} silence the guard's verdict on the empty text */
  constructor(silence) {
    /** @type {Verdict} */
    this.silence = JSON.parse(silence)
  }

  /**
   * @param {string | Uint8Array | null} answer
   * @param {string} text the text that was scanned
   * @returns {Verdict}
   */
  of(answer, text) {
    if (answer === null) return this.clean(text)
    return typeof answer === 'string' ? JSON.parse(answer) : lazy(answer, Object.keys(this.silence))
  }

  /**
   * Most texts are clean. Their verdict is built here, of fresh objects: it is the caller's to change.
   * @param {string} text
   * @returns {Verdict}
   */
  clean(text) {
    const { version, action, scores, policy } = this.silence
    return { version, action, text, scores: { ...scores }, findings: [], errors: [], policy: { name: policy.name, digest: policy.digest } }
  }
}

/**
 * A verdict that is parsed when the first of its fields is read: a long one costs the event loop nothing before.
 * @param {Uint8Array} json
 * @param {string[]} keys
 * @returns {any}
 */
function lazy(json, keys) {
  /** @type {Record<string, unknown> | undefined} */
  let parsed
  let bytes = /** @type {Uint8Array | undefined} */ (json)
  const read = () => {
    if (!parsed) {
      parsed = /** @type {Record<string, unknown>} */ (JSON.parse(new TextDecoder().decode(bytes)))
      bytes = undefined
    }
    return parsed
  }
  const verdict = {}
  for (const key of keys) {
    const set = (/** @type {unknown} */ value) => void (read()[key] = value)
    Object.defineProperty(verdict, key, { get: () => read()[key], set, enumerable: true, configurable: true })
  }
  // Otherwise `console.log` shows the getters.
  Object.defineProperty(verdict, Symbol.for('nodejs.util.inspect.custom'), { value: () => ({ ...verdict }) })
  return verdict
}

module.exports = { Verdicts }
