'use strict'
// The package: a thin layer over the native half (`index.js`, generated). It checks what it is given, hands it over and makes plain
// objects of the answers. `guardrails.d.ts` beside it has the types and what each function promises.
const { NativeGuard } = require('../index.js')
const { json, options, optional, string, strings, wrong } = require('./arguments.js')
const { GuardrailsError, PolicyError, RuleError, ModelError, translated } = require('./errors.js')
const { policyFile, policyText } = require('./policy.js')
const { Verdicts } = require('./verdict.js')
const pool = require('./pool.js')

const GUARD = ['policy']
const INPUT = ['source']
/** Of a single scan: what has been decided about one file says nothing about another. */
const FILE = ['source', 'notes']
const OUTPUT = ['prompt', 'systemPrompt', 'context']

class Guard {
  /** @type {NativeGuard} */
  #native
  /** @type {Verdicts} */
  #verdicts

  /** @param {{ policy?: unknown } | PolicyFile} [given] */
  constructor(given) {
    // A policy from a file comes as `PolicyFile`, which is not exported: it carries the place for the messages.
    const file = given instanceof PolicyFile ? given : undefined
    const { text, json } = file ?? policyText(given === undefined ? undefined : options(given, GUARD).policy)
    try {
      this.#native = new NativeGuard(text, json)
      this.#verdicts = new Verdicts(this.#native.silence())
    } catch (error) {
      throw translated(error, file?.path)
    }
  }

  /** @param {string} path */
  static fromFile(path) {
    return new this(new PolicyFile(string(path, 'path')))
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').FileOptions} [given]
   */
  scanInput(text, given) {
    string(text, 'text')
    const { source, notes } = given === undefined ? {} : options(given, FILE)
    try {
      return this.#verdicts.of(this.#native.scanInput(text, optional(source, 'source'), json(notes, 'notes')), text)
    } catch (error) {
      throw translated(error)
    }
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').OutputOptions} [given]
   */
  scanOutput(text, given) {
    string(text, 'text')
    const { prompt, systemPrompt, context } = outputOptions(given)
    try {
      return this.#verdicts.of(this.#native.scanOutput(text, prompt, systemPrompt, context), text)
    } catch (error) {
      throw translated(error)
    }
  }

  /**
   * @param {readonly string[]} texts
   * @param {import('./guardrails').InputOptions} [given]
   */
  async scanBatch(texts, given) {
    if (!Array.isArray(texts)) throw wrong('texts', 'an array of strings', texts)
    const source = given === undefined ? undefined : optional(options(given, INPUT).source, 'source')
    return pool.scanInputs(this.#native, this.#verdicts, texts, source, (index) => `texts[${index}]`)
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').InputOptions} [given]
   */
  async scanInputAsync(text, given) {
    string(text, 'text')
    const source = given === undefined ? undefined : optional(options(given, INPUT).source, 'source')
    const [verdict] = await pool.scanInputs(this.#native, this.#verdicts, [text], source, () => 'text')
    return verdict
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').OutputOptions} [given]
   */
  async scanOutputAsync(text, given) {
    string(text, 'text')
    return pool.scanOutput(this.#native, this.#verdicts, text, outputOptions(given))
  }
}

class PolicyFile {
  /** @param {string} path */
  constructor(path) {
    const { text, json } = policyFile(path)
    this.path = path
    this.text = text
    this.json = json
  }
}

/**
 * @param {unknown} given
 * @returns {{ prompt?: string | undefined, systemPrompt?: string | undefined, context?: string[] | undefined }}
 */
function outputOptions(given) {
  if (given === undefined) return {}
  const { prompt, systemPrompt, context } = options(given, OUTPUT)
  return {
    prompt: optional(prompt, 'prompt'),
    systemPrompt: optional(systemPrompt, 'systemPrompt'),
    context: strings(context, 'context'),
  }
}

/** @type {Guard | undefined} */
let defaultGuard
const ours = () => (defaultGuard ??= new Guard())

module.exports = /** @satisfies {typeof import('./guardrails')} */ ({
  Guard,
  GuardrailsError,
  PolicyError,
  RuleError,
  ModelError,
  scanInput: /** @type {Guard['scanInput']} */ ((text, given) => ours().scanInput(text, given)),
  scanOutput: /** @type {Guard['scanOutput']} */ ((text, given) => ours().scanOutput(text, given)),
})
