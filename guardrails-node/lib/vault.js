'use strict'
// Reversible placeholders. What is in a vault stays in the native half; here it is only whether it can be handed over.
const { NativeVault } = require('../index.js')
const { options, string, wrong } = require('./arguments.js')
const { GuardrailsError, translated } = require('./errors.js')

const BOUNDS = ['values', 'bytes']
const MOST = 2 ** 32 - 1

class Vault {
  /** @type {NativeVault} */
  #native

  /** @param {{ values?: unknown, bytes?: unknown } | NativeVault} [given] */
  constructor(given) {
    if (given instanceof NativeVault) {
      this.#native = given
      return
    }
    const { values, bytes } = given === undefined ? {} : options(given, BOUNDS)
    this.#native = new NativeVault(count(values, 'values'), count(bytes, 'bytes'))
  }

  /** @param {string} json */
  static fromJson(json) {
    return new Vault(translating(() => NativeVault.fromJson(string(json, 'json'))))
  }

  /** How many values it holds. */
  get size() {
    return this.#native.size()
  }

  /** @param {string} text */
  restore(text) {
    return translating(() => this.#native.restore(string(text, 'text'), false)) ?? text
  }

  /** @param {string} text */
  restoreJson(text) {
    return translating(() => this.#native.restore(string(text, 'text'), true)) ?? text
  }

  /** @param {Vault} other */
  merge(other) {
    const native = Vault.native(other, 'other')
    if (native === undefined) throw wrong('other', 'a Vault', other)
    return /** @type {Array<[string, string]>} */ (translating(() => this.#native.merge(native)))
  }

  clear() {
    this.#native.clear()
  }

  toJson() {
    return this.#native.toJson()
  }

  /**
   * The native half of a vault that a caller passes.
   * @param {unknown} value
   * @param {string} name
   * @returns {NativeVault | undefined}
   */
  static native(value, name) {
    if (value === undefined) return undefined
    if (typeof value !== 'object' || value === null || !(#native in value)) throw wrong(name, 'a Vault', value)
    return value.#native
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {number | undefined}
 */
function count(value, name) {
  if (value === undefined) return undefined
  if (typeof value !== 'number') throw wrong(name, 'a number', value)
  if (!Number.isInteger(value) || value < 0 || value > MOST) throw new GuardrailsError(`\`${name}\` is not a whole number from 0 to ${MOST}`, 'argument')
  return value
}

/**
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function translating(call) {
  try {
    return call()
  } catch (error) {
    if (error instanceof TypeError) throw error
    throw translated(error)
  }
}

module.exports = { Vault }
