/** What the policy asks for, from the mildest to the strictest. `review` and `block` mean that the text must not go on. */
export type Action = 'allow' | 'flag' | 'redact' | 'review' | 'block'

/** Where a text on its way to the model comes from. Instructions are normal in a user's text and an attack in a document's. */
export type Source = 'user' | 'document' | 'tool' | 'system'

/** How bad a finding is if it is real; says nothing about how likely that is. */
export type Severity = 'low' | 'medium' | 'high' | 'critical'

/** What a finding is about. */
export type Category =
  | 'injection'
  | 'pii'
  | 'secrets'
  | 'invisible'
  | 'links'
  | 'leak'
  | 'code'
  | 'toxicity'
  | 'topics'
  | 'language'
  | 'limits'
  | 'structure'
  | 'grounding'
  | 'custom'

/** Half-open range in UTF-16 units of the string that was scanned: `text.slice(span.start, span.end)` is what was found. */
export interface Span {
  start: number
  end: number
}

/** Why a finding was reported. It points at the text and never carries it. */
export interface Explanation {
  rule: string
  /** What the rule looks for, in one line; may be empty. */
  description: string
  kind: string
  category: Category
  span: Span
  /** How sure, from 0 to 1. */
  confidence: number
  /** How the text was read: as it is, or with a disguise undone. */
  view: 'text' | 'decoded'
  /** The disguise that was undone, such as `base64` or `hex>rot13`. */
  disguise?: string
  /** Of an AWS access key id: the account it was issued in, twelve digits; absent for ids from before 2019, which do not say. */
  account?: string
  /** Of findings of the learned injection model: the words that spoke most for an attack, the heaviest first, at most five. */
  evidence?: readonly { span: Span; weight: number; concept?: string }[]
}

/** One thing that was found. It points at the text and never carries it. */
export interface Finding {
  /** Id of the rule, such as `pii.credit_card`. Never renamed, never reused. */
  rule: string
  category: Category
  /** What was found, in UPPER_SNAKE, such as `CREDIT_CARD`. */
  kind: string
  span: Span
  severity: Severity
  /** How sure, from 0 to 1. */
  confidence: number
  /** What the policy asks for because of it. */
  action: Action
  /** Where it is in a JSON document (RFC 6901); a key in which something was found stands in it as `[KIND]`. */
  pointer?: string
  /** It is in a key of a JSON document. */
  key?: true
  /** Row of a table, from 1, the header being one. */
  row?: number
  /** Column of a table, from 1. */
  column?: number
  /** Header of that column. */
  header?: string
  /** Of a document: where in the value, as that reads without quotes and escapes. */
  within?: Span
  /** Where the other half of a key pair lies, a finding of its own; absent where there is none. */
  pair?: Span
  /** Why it does not count: set where `notes` are given, absent where it counts. */
  suppressed?: Suppression
  /** What a baseline knows it by: set where `notes` hold a `salt`. */
  fingerprint?: string
}

/** A comment in the file allows it, a baseline knows it, or it lies on none of the lines that were asked about. */
export type Suppression = 'inline' | 'baseline' | 'unchanged'

/** Something that a scan could not do. Holds nothing of the text. */
export interface ScanError {
  /** Name of the scanner, or `guard`. */
  scanner: string
  /** `syntax`: a document is none, and was scanned as plain text. */
  kind: 'limit' | 'model' | 'scanner' | 'syntax'
  message: string
}

/** What a scan decided, and why: the JSON of the contract, version 1, as a plain object. */
export interface Verdict {
  version: 1
  /** The strictest action of all findings and errors. */
  action: Action
  /** What may go on, redacted where the policy says so; `null` on `review` and `block`. */
  text: string | null
  /** How likely the whole text is what a category is about, from 0 to 1, also where nothing was found. */
  scores: Partial<Record<Category, number>>
  /** In order of start, end and rule. */
  findings: Finding[]
  /** Not empty: the text was not scanned in full, and the policy's `on_error` (block unless it says otherwise) was asked for. */
  errors: ScanError[]
  policy: { name: string; digest: string }
}

export interface InputOptions {
  /** Default `user`. */
  source?: Source | undefined
}

/** A finding that is known, as it stands in a baseline: how often it may stand in the file. */
export interface Known {
  rule: string
  fingerprint: string
  count: number
}

/**
 * What has been decided about a file. What is suppressed has no say in the verdict's action and stays redacted. Only for files whose
 * authors may decide, such as those of a checkout: whoever writes a text writes its comments.
 */
export interface Notes {
  /** Comments `guardrails: allow` in the text count. Never for attacks. */
  inline?: boolean
  /** What fingerprints are made with: 16 random characters or more. */
  salt?: string
  known?: readonly Known[]
  /** First and last of the lines that are asked about, from 1. */
  lines?: readonly (readonly [number, number])[]
}

export interface FileOptions extends InputOptions {
  notes?: Notes | undefined
  /** Gives the placeholders in `text` numbers that it can restore. */
  vault?: Vault | undefined
}

export interface DocumentOptions {
  /** Default `user`; `model` for a model's answer. */
  source?: Source | 'model' | undefined
  /** Gives the placeholders in `text` numbers that it can restore. */
  vault?: Vault | undefined
}

export interface TableOptions extends DocumentOptions {
  /** `,`, `;`, a tab or `|`; without one it is read off the first line. */
  delimiter?: string | undefined
  /** The names of the columns, where the text is a part of a table without its first row. */
  header?: readonly string[] | undefined
}

/** What an answer was made from: that is what it can leak. */
export interface OutputOptions {
  /** The user's prompt. */
  prompt?: string | undefined
  /** The system prompt, which must not come back. */
  systemPrompt?: string | undefined
  /** The documents and tool results that the model was given. */
  context?: readonly string[] | undefined
}

/** A classifier: `path`, or `model` and `tokenizer` as bytes. The core's `docs/models.md` says what the settings are. */
export interface Model {
  /** A folder with `model.onnx`, `tokenizer.json` and `config.json`, or the path of the `.onnx` file in it. */
  path?: string | undefined
  model?: Uint8Array | undefined
  tokenizer?: Uint8Array | undefined
  config?: Uint8Array | undefined
  /** Over those in `config.json`, key by key. */
  settings?: Record<string, unknown> | undefined
  /** Default `rten`, which needs nothing else. `onnxruntime` is faster and needs the package `onnxruntime-node`, or its `library`. */
  backend?: 'rten' | 'onnxruntime' | undefined
  /** For each call. Default 1. */
  threads?: number | undefined
  /** Path of the library of ONNX Runtime. */
  library?: string | undefined
  /** Of `onnxruntime`: how many calls can run at once, each with a copy of the model. Default 1. */
  sessions?: number | undefined
  /** Of `onnxruntime`: whether memory is kept for the next call. Default true. */
  arena?: boolean | undefined
}

export interface GuardOptions {
  /** Classifiers by name. The name of a category is the category of labels that name none. */
  models?: Record<string, string | Model> | undefined
  /** At least 16 bytes: the key of the operators `pseudonym` and `surrogate`. */
  key?: Uint8Array | undefined
  /** An object, or the text of a policy in TOML or JSON. Without one: the default policy. */
  policy?: Policy | string | undefined
}

/** A policy, with the keys that it has in TOML. Every field has a default, and an empty policy is the default policy. */
export interface Policy {
  version?: 1
  /** A name of your own; it is in every verdict. */
  name?: string
  /** `shadow`: everything is reported and nothing does more than flag. */
  mode?: 'enforce' | 'shadow'
  /** What is asked for when something could not be scanned. Default `block`. */
  on_error?: Action
  /** How sure a match has to be to be a finding, from 0 to 1. */
  min_confidence?: number
  /** From which score up a text counts as an attack, from 0 to 1. */
  thresholds?: { injection?: number }
  /** Classifiers of a category are asked only where the score of everything before them lies in this band. */
  cascade?: Partial<Record<Category, { from?: number; to?: number }>>
  /** Whether the injection scanner asks its learned model as well, which also sees attacks that no rule words, at some 5 to 10 µs a KB. Default: true. */
  injection_model?: boolean
  /** The scanners that run, by name. Default: all of them. */
  scanners?: readonly string[] | null
  limits?: Limits
  /** What becomes of a finding in a text on its way to the model. */
  input?: Partial<Record<Category, Action>>
  /** What becomes of a finding in a model's answer. */
  output?: Partial<Record<Category, Action>>
  /** Exceptions from `input` and `output`; the most specific one that fits a finding decides. */
  override?: readonly Override[]
  /** Values that are no finding. */
  allow?: readonly Allow[]
  /** Which personal data is looked for: country packs by ISO 3166 code, and classes. */
  pii?: { countries?: readonly string[] | null; risk?: readonly Risk[] | null }
  /** What redacted values are replaced by. */
  operator?: readonly Operator[]
  /** Words of your own to look for. */
  list?: readonly WordList[]
  /** Rules of your own. */
  rule?: readonly Rule[]
  /** Names for pieces of patterns in `rule`. */
  words?: Record<string, string>
}

/** How much work one scan may cause. */
export interface Limits {
  /** Longest text in bytes of UTF-8. Default 16 MiB. */
  text_bytes?: number
  decode_depth?: number
  findings?: number
  candidates?: number
  /** Windows of tokens that each classifier reads in one scan. Default 256. */
  model_windows?: number
  /** Milliseconds that all classifiers take in one scan, looked at between windows. Default: no such limit. */
  model_ms?: number | null
}

/** What personal data can do to a person. */
export type Risk = 'direct_identifier' | 'financial' | 'health' | 'contact' | 'network' | 'quasi'

/** Conditions, and what stands in the place of the values. The most specific one that fits decides, of equals the first. */
export interface Operator {
  categories?: readonly Category[]
  kinds?: readonly string[]
  risk?: readonly Risk[]
  rules?: readonly string[]
  /** Default `numbered`: `[KIND]`, with a vault `[KIND_1]`. `pseudonym` and `surrogate` need a key. */
  with?: 'placeholder' | 'numbered' | 'mask' | 'pseudonym' | 'surrogate' | 'remove'
  /** Of `mask`: how many letters and digits at the end stay, half of them at most. */
  keep_last?: number
  /** Of `mask`: what stands for the others. Default `*`. */
  mask?: string | null
  reason?: string
}

/** Conditions, and what they change. A condition that is not there fits everything. */
export interface Override {
  on?: 'input' | 'output' | null
  categories?: readonly Category[]
  kinds?: readonly string[]
  risk?: readonly Risk[]
  /** Ids of rules; a `*` at the end stands for any rest. */
  rules?: readonly string[]
  sources?: readonly (Source | 'model')[]
  severities?: readonly Severity[]
  action?: Action | null
  min_confidence?: number | null
  /** Reported, and never more than flagged. */
  shadow?: boolean
  reason?: string
}

/** Values that are no finding, compared as a whole, case ignored. */
export interface Allow {
  kinds?: readonly string[]
  risk?: readonly Risk[]
  rules?: readonly string[]
  values?: readonly string[]
  /** Hosts of e-mail addresses and URLs, with everything below them. */
  domains?: readonly string[]
  patterns?: readonly string[]
  reason?: string
}

export interface WordList {
  /** In lower_snake: `competitors` is rule `list.competitors` and kind `COMPETITORS`. */
  name: string
  words: readonly string[]
  whole_words?: boolean
  case_sensitive?: boolean
  category?: 'custom' | 'topics'
  action?: Action | null
}

/** A rule of your own, in the format of the core's `docs/rules.md`. */
export interface Rule {
  id: string
  kind?: string
  category?: Category
  description?: string
  severity?: Severity
  confidence?: number
  proven_confidence?: number
  keywords?: readonly string[]
  near?: readonly string[]
  within?: number
  anchor?: string
  min_digits?: number
  pattern?: string
  capture?: number
  case?: string
  spaces?: string
  validator?: string
  min_entropy?: number
  allow?: string
  context?: readonly string[]
  context_boost?: number
  context_against?: readonly string[]
  sources?: readonly string[]
  languages?: readonly string[]
  references?: readonly string[]
  examples?: readonly string[]
  counterexamples?: readonly string[]
  status?: string
}

/**
 * A policy and everything it needs. Building one with a policy of its own takes some milliseconds: build it once and share it.
 *
 * Every text is a string; anything else is a `TypeError`. A lone surrogate is scanned, and handed on in `verdict.text`, as U+FFFD;
 * spans index the string as it was given.
 */
export class Guard {
  /**
   * @throws {PolicyError} an unknown key, kind, rule or value, or one out of range; the message names it and what was meant
   * @throws {RuleError} a rule of the policy that does not hold
   * @throws {ModelError} a model that cannot be read or does not fit its settings
   */
  constructor(options?: GuardOptions)

  /**
   * A guard from a file: `.toml`, `.json`, or whichever of them it looks like.
   * @throws {PolicyError} as the constructor, with the path before the message; Node's own error where the file cannot be read
   */
  static fromFile(path: string, options?: Pick<GuardOptions, 'key' | 'models'>): Guard

  /**
   * A guard with the models of the package `guardrails-models`.
   * @throws {ModelError} it is not installed
   */
  static withDefaultModels(options?: Pick<GuardOptions, 'policy' | 'key'>): Guard

  /** Scans a text on its way to the model, in microseconds for a prompt. */
  scanInput(text: string, options?: FileOptions): Verdict

  /** Scans a model's answer. */
  scanOutput(text: string, options?: OutputOptions & { vault?: Vault | undefined }): Verdict

  /**
   * Scans a JSON document: each string, number and key on its own, with the key it has as its context. Findings have a `pointer` and
   * their span `within` the value. `text` is the document with everything else as it was; a redacted number becomes a string. What is no
   * JSON is scanned as plain text, with an error of kind `syntax`.
   */
  scanJson(text: string, options?: DocumentOptions): Verdict

  /** What may go on of a JSON document: `text` of {@link Guard.scanJson}. */
  redactJson(text: string, options?: DocumentOptions): string | null

  /**
   * Scans a table of comma-separated values: each cell on its own, with the header of its column as its context. Findings have `row`,
   * `column` and `header`, and their span `within` the cell.
   * @throws {GuardrailsError} `argument`: another delimiter
   */
  scanCsv(text: string, options?: TableOptions): Verdict

  /** What may go on of a table: `text` of {@link Guard.scanCsv}. */
  redactCsv(text: string, options?: TableOptions): string | null

  /**
   * Scans texts on the threads of libuv's pool; the verdicts are in their order. The event loop is held for a few milliseconds at
   * most. Long verdicts are parsed when the first of their fields is read.
   */
  scanBatch(texts: readonly string[], options?: InputOptions): Promise<Verdict[]>

  /**
   * {@link Guard.scanInput} on a thread of libuv's pool: for texts from some 100 KB up, and for every text where models read it, which takes
   * milliseconds. Elsewhere the way there costs more than the scan.
   */
  scanInputAsync(text: string, options?: InputOptions): Promise<Verdict>

  /** Why each finding of a scan of `text` was reported, in the order of the findings. Scans it anew; throws as {@link Guard.scanInput} does. */
  explain(text: string, options?: InputOptions): readonly Explanation[]

  /** {@link Guard.scanOutput} on a thread of libuv's pool, likewise. */
  scanOutputAsync(text: string, options?: OutputOptions): Promise<Verdict>
}

/** Scans a text on its way to the model with the default guard, which is built on first use. */
export function scanInput(text: string, options?: FileOptions): Verdict

/** Scans a model's answer with the default guard, which is built on first use. */
export function scanOutput(text: string, options?: OutputOptions & { vault?: Vault | undefined }): Verdict

/**
 * Which value stands behind which numbered placeholder: given to a scan, `text` has `[EMAIL_ADDRESS_1]` for the same address each time, and
 * `restore` puts the addresses back into a model's answer. One for each conversation. It holds the personal data that was taken out.
 */
export class Vault {
  /** How much it holds at most, 100,000 values and 16 MiB of them by default. What is beyond is an error of the verdict. */
  constructor(options?: { values?: number | undefined; bytes?: number | undefined })

  /**
   * A vault from what {@link Vault.toJson} gave.
   * @throws {GuardrailsError} `argument`: anything else; the message holds nothing of it
   */
  static fromJson(json: string): Vault

  /** How many values it holds. */
  get size(): number

  /** The text with the original values in the place of the placeholders that this vault issued, in whatever spelling a model gave them. */
  restore(text: string): string

  /** As {@link Vault.restore}, inside the strings and keys of a JSON document, escaped as JSON asks for. */
  restoreJson(text: string): string

  /**
   * Takes over everything that `other` holds; the placeholders of `other` that had to change, old and new. What is here stays as it is.
   * @throws {GuardrailsError} `argument`: it would be over its bounds; then it has not changed
   */
  merge(other: Vault): Array<[string, string]>

  /** The vault as JSON in one line, with the values in it: keep it as you keep them. */
  toJson(): string

  /** Forgets everything. */
  clear(): void
}

/** What the library refuses. `code` is stable, the message is for a reader and holds nothing of the texts that were scanned. */
export class GuardrailsError extends Error {
  readonly code: 'policy' | 'rule' | 'model' | 'argument' | 'internal'
  constructor(message: string, code: GuardrailsError['code'])
}

/** A policy that cannot be read, or that names what does not exist. */
export class PolicyError extends GuardrailsError {}

/** A rule that does not compile or breaks the rules for rules. */
export class RuleError extends GuardrailsError {}

/** A model that cannot be loaded. */
export class ModelError extends GuardrailsError {}
