'use strict'
// The package: a thin layer over the native half (`index.js`, generated). It checks what it is given, hands it over and makes plain
// objects of the answers. `guardrails.d.ts` beside it has the types and what each function promises.
const { NativeGuard } = require('../index.js')
const { bytes, json, options, optional, string, strings, wrong } = require('./arguments.js')
const { GuardrailsError, PolicyError, RuleError, ModelError, translated } = require('./errors.js')
const { defaultModels, modelFiles } = require('./models.js')
const { policyFile, policyText } = require('./policy.js')
const { Vault } = require('./vault.js')
const { Verdicts } = require('./verdict.js')
const pool = require('./pool.js')

const GUARD = ['policy', 'key', 'models']
const INPUT = ['source']
/** Of a single scan: what has been decided about one file says nothing about another. */
const FILE = ['source', 'notes', 'vault']
const OUTPUT = ['prompt', 'systemPrompt', 'context', 'vault']
const ANSWER = ['prompt', 'systemPrompt', 'context']
const DOCUMENT = ['source', 'vault']
const TABLE = ['source', 'vault', 'delimiter', 'header']

class Guard {
  /** @type {NativeGuard} */
  #native
  /** @type {Verdicts} */
  #verdicts
  /** Whether models read the texts, each in milliseconds. */
  #reads

  /** @param {{ policy?: unknown, key?: unknown, models?: unknown } | PolicyFile} [given] */
  constructor(given) {
    // A policy from a file comes as `PolicyFile`, which is not exported: it carries the place for the messages.
    const file = given instanceof PolicyFile ? given : undefined
    const { policy, key, models } = file || given === undefined ? {} : options(given, GUARD)
    const { text, json } = file ?? policyText(policy)
    const secret = bytes(key ?? file?.key, 'key')
    const files = modelFiles(models ?? file?.models)
    this.#reads = files.length > 0
    try {
      this.#native = new NativeGuard(text, json, secret, files)
      this.#verdicts = new Verdicts(this.#native.silence())
    } catch (error) {
      throw translated(error, file?.path)
    }
  }

  /** @param {string} path @param {{ key?: unknown, models?: unknown }} [given] */
  static fromFile(path, given) {
    return new this(new PolicyFile(string(path, 'path'), given === undefined ? {} : options(given, ['key', 'models'])))
  }

  /** @param {{ policy?: unknown, key?: unknown }} [given] */
  static withDefaultModels(given) {
    return new this({ ...(given === undefined ? {} : options(given, ['policy', 'key'])), models: defaultModels() })
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').FileOptions} [given]
   */
  scanInput(text, given) {
    string(text, 'text')
    const { source, notes, vault } = given === undefined ? {} : options(given, FILE)
    const [from, decided, held] = [optional(source, 'source'), json(notes, 'notes'), Vault.native(vault, 'vault')]
    try {
      return this.#verdicts.of(this.#native.scanInput(text, from, decided, held), text)
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
    const { prompt, systemPrompt, context, vault } = outputOptions(given, OUTPUT)
    try {
      return this.#verdicts.of(this.#native.scanOutput(text, prompt, systemPrompt, context, vault), text)
    } catch (error) {
      throw translated(error)
    }
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').DocumentOptions} [given]
   */
  scanJson(text, given) {
    return this.#document(text, 'json', given === undefined ? {} : options(given, DOCUMENT))
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').DocumentOptions} [given]
   */
  redactJson(text, given) {
    return this.scanJson(text, given).text
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').TableOptions} [given]
   */
  scanCsv(text, given) {
    return this.#document(text, 'csv', given === undefined ? {} : options(given, TABLE))
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').TableOptions} [given]
   */
  redactCsv(text, given) {
    return this.scanCsv(text, given).text
  }

  /**
   * @param {string} text
   * @param {string} form
   * @param {Record<string, unknown>} given
   */
  #document(text, form, { source, vault, delimiter, header }) {
    string(text, 'text')
    const held = Vault.native(vault, 'vault')
    const [from, between, names] = [optional(source, 'source'), optional(delimiter, 'delimiter'), strings(header, 'header')]
    try {
      return this.#verdicts.of(this.#native.scanDocument(text, from, form, between, names, held), text)
    } catch (error) {
      throw translated(error)
    }
  }

  /**
   * @param {string} text
   * @param {import('./guardrails').InputOptions} [given]
   */
  explain(text, given) {
    string(text, 'text')
    const source = given === undefined ? undefined : optional(options(given, INPUT).source, 'source')
    try {
      return JSON.parse(this.#native.explain(text, source))
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
    return pool.scanInputs(this.#native, this.#verdicts, texts, source, (index) => `texts[${index}]`, this.#reads ? 1 : undefined)
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
    return pool.scanOutput(this.#native, this.#verdicts, text, outputOptions(given, ANSWER))
  }
}

class PolicyFile {
  /** @param {string} path @param {Record<string, unknown>} given */
  constructor(path, { key, models }) {
    const { text, json } = policyFile(path)
    this.key = key
    this.models = models
    this.path = path
    this.text = text
    this.json = json
  }
}

/**
 * @param {unknown} given
 * @param {readonly string[]} known
 */
function outputOptions(given, known) {
  const { prompt, systemPrompt, context, vault } = given === undefined ? {} : options(given, known)
  return {
    vault: Vault.native(vault, 'vault'),
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
  Vault,
  GuardrailsError,
  PolicyError,
  RuleError,
  ModelError,
  scanInput: /** @type {Guard['scanInput']} */ ((text, given) => ours().scanInput(text, given)),
  scanOutput: /** @type {Guard['scanOutput']} */ ((text, given) => ours().scanOutput(text, given)),
})
