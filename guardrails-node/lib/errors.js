'use strict'
// The core's errors as classes. Their messages name the place (a key of the policy, a rule, a line), never scanned text.

/** @typedef {import('./guardrails').GuardrailsError['code']} Code */

class GuardrailsError extends Error {
  /** @param {string} message @param {Code} code */
  constructor(message, code) {
    super(message)
    this.code = code
  }
}

class PolicyError extends GuardrailsError {}
class RuleError extends GuardrailsError {}
class ModelError extends GuardrailsError {}

// On the prototype, as JavaScript's own errors have it, and whatever a bundler makes of the names of classes.
for (const [name, type] of Object.entries({ GuardrailsError, PolicyError, RuleError, ModelError })) {
  Object.defineProperty(type.prototype, 'name', { value: name, writable: true, configurable: true })
}

/** @type {Record<string, typeof GuardrailsError>} */
const BY_CODE = { policy: PolicyError, rule: RuleError, model: ModelError, argument: GuardrailsError }

/**
 * What the native half threw, as the class its code stands for. Whatever it did not name is its own fault and no verdict.
 * @param {any} error
 * @param {string} [place] what stands before the message, such as the file of a policy
 */
function translated(error, place) {
  const known = Object.hasOwn(BY_CODE, error?.code)
  const type = known ? BY_CODE[error.code] : GuardrailsError
  return new type((place ? `${place}: ` : '') + error?.message, known ? error.code : 'internal')
}

module.exports = { GuardrailsError, PolicyError, RuleError, ModelError, translated }
