'use strict'
// Policies as text, the only form in which they reach the core.
const fs = require('node:fs')
const { PolicyError } = require('./errors.js')
const { isRecord, wrong } = require('./arguments.js')

/** @typedef {{ text: string | undefined, json: boolean }} PolicyText */

/**
 * @param {unknown} policy
 * @returns {PolicyText}
 */
function policyText(policy) {
  if (policy === undefined) return { text: undefined, json: false }
  // No TOML document begins with a brace.
  if (typeof policy === 'string') return { text: policy, json: policy.trimStart().startsWith('{') }
  if (!isRecord(policy)) throw wrong('policy', 'an object, or the text of a policy in TOML or JSON', policy)
  return { text: JSON.stringify(policy, plain), json: true }
}

/**
 * Refuses what JSON would leave out or empty without a word: half a policy would be a policy, and a weaker one.
 * @this {any}
 * @param {string} key
 * @param {any} value
 */
function plain(key, value) {
  const lost =
    typeof value === 'object'
      ? !(value === null || Array.isArray(value) || isRecord(value))
      : typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
  if (lost) throw wrong(`policy: ${key}`, 'a value that JSON has', value)
  return value
}

/**
 * @param {string} path
 * @returns {PolicyText}
 */
function policyFile(path) {
  const bytes = fs.readFileSync(path)
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new PolicyError(`${path}: not UTF-8`, 'policy')
  }
  const ending = /\.(json|toml)$/i.exec(path)?.[1].toLowerCase()
  return { text, json: ending ? ending === 'json' : text.trimStart().startsWith('{') }
}

module.exports = { policyText, policyFile }
