'use strict'
// What callers may pass. The values themselves are the core's to judge; here it is only whether they can be handed over.
const { GuardrailsError } = require('./errors.js')

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string}
 */
function string(value, name) {
  if (typeof value !== 'string') throw wrong(name, 'a string', value)
  return value
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string | undefined}
 */
function optional(value, name) {
  return value === undefined ? undefined : string(value, name)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string[] | undefined}
 */
function strings(value, name) {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw wrong(name, 'an array of strings', value)
  for (let index = 0; index < value.length; index++) string(value[index], `${name}[${index}]`)
  return value
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Uint8Array | undefined}
 */
function bytes(value, name) {
  if (value === undefined) return undefined
  if (!(value instanceof Uint8Array)) throw wrong(name, 'a Uint8Array', value)
  return value
}

/**
 * An object as JSON; what is in it is the core's to judge.
 * @param {unknown} value
 * @param {string} name
 * @returns {string | undefined}
 */
function json(value, name) {
  if (value === undefined) return undefined
  if (!isRecord(value)) throw wrong(name, 'an object', value)
  return JSON.stringify(value)
}

/**
 * Options with no keys but `known`: a misspelt option is an option that does not hold.
 * @param {unknown} value
 * @param {readonly string[]} known
 * @returns {Record<string, unknown>}
 */
function options(value, known) {
  if (!isRecord(value)) throw wrong('options', 'an object', value)
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new GuardrailsError(`unknown option \`${key}\`, did you mean \`${nearest(key, known)}\`?`, 'argument')
  }
  return value
}

/**
 * Whether it is an object whose keys are its content, of whatever realm: not null, no array, `Map`, `Buffer` or date.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return Object.prototype.toString.call(value) === '[object Object]'
}

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
function wrong(name, expected, value) {
  return Object.assign(new TypeError(`\`${name}\` must be ${expected}, got ${kind(value)}`), { code: 'ERR_INVALID_ARG_TYPE' })
}

/**
 * What a value is, never what it holds.
 * @param {any} value
 */
function kind(value) {
  if (typeof value !== 'object' || value === null) return String(value === null ? null : typeof value)
  const name = value.constructor?.name
  return typeof name === 'string' && name !== '' ? name : 'object'
}

/**
 * The known name with the fewest letters to change.
 * @param {string} name
 * @param {readonly string[]} known
 */
function nearest(name, known) {
  // A key longer than any option is not worth comparing letter by letter.
  const short = name.slice(0, 64).toLowerCase()
  const distance = (/** @type {string} */ other) => {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index)
    for (let i = 1; i <= short.length; i++) {
      const next = [i]
      for (let j = 1; j <= other.length; j++) {
        const same = short[i - 1] === other[j - 1].toLowerCase()
        next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (same ? 0 : 1)))
      }
      row = next
    }
    return row[other.length]
  }
  return known.reduce((best, other) => (distance(other) < distance(best) ? other : best))
}

module.exports = { bytes, json, string, optional, strings, options, isRecord, wrong }
