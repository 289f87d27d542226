// The shared cases, through the public API and against JavaScript's own strings. What is checked is what the core's own runner checks.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { Guard, scanInput, scanOutput } from 'guardrails-node'

const TESTDATA = new URL('../../guardrails-core/testdata/', import.meta.url)
const KEYS = ['name', 'text', 'direction', 'source', 'policy', 'prompt', 'system_prompt', 'context', 'action', 'redacted', 'findings', 'errors']

/** `‖` only keeps live-looking secrets out of the repository. */
const read = (file) => JSON.parse(fs.readFileSync(new URL(file, TESTDATA), 'utf8').replaceAll('‖', ''))

const files = fs.readdirSync(new URL('cases/', TESTDATA)).filter((file) => file.endsWith('.json'))
const cases = new Map(files.flatMap((file) => read(`cases/${file}`).cases.map((one) => [`${file.slice(0, -5)}/${one.name}`, one])))
const knownMisses = new Set(
  fs
    .readFileSync(new URL('known_misses.txt', TESTDATA), 'utf8')
    .split('\n')
    .map((line) => line.split('#')[0].trim())
    .filter((name) => name !== ''),
)

function outputOptions(one) {
  const options = {}
  if (one.prompt !== undefined) options.prompt = one.prompt
  if (one.system_prompt !== undefined) options.systemPrompt = one.system_prompt
  if (one.context !== undefined) options.context = one.context
  return options
}

/** The default guard through the functions, a guard of its own through the methods. */
function scan(one, guard) {
  if (one.direction === 'output') return guard ? guard.scanOutput(one.text, outputOptions(one)) : scanOutput(one.text, outputOptions(one))
  const options = one.source === undefined ? undefined : { source: one.source }
  return guard ? guard.scanInput(one.text, options) : scanInput(one.text, options)
}

async function scanOnPool(one, guard) {
  if (one.direction === 'output') return guard.scanOutputAsync(one.text, outputOptions(one))
  const options = one.source === undefined ? undefined : { source: one.source }
  const [verdict] = await guard.scanBatch([one.text], options)
  assert.deepEqual(await guard.scanInputAsync(one.text, options), verdict)
  return verdict
}

function check(one, verdict) {
  const findings = verdict.findings.map(({ rule, kind, span, action, pair }) => {
    const half = pair && { pair: one.text.slice(pair.start, pair.end) }
    return { rule, kind, matched: one.text.slice(span.start, span.end), action, ...half }
  })
  assert.equal(verdict.action, one.action)
  assert.equal(verdict.text, one.redacted === undefined ? one.text : one.redacted)
  const expected = one.findings.map(({ rule, kind, matched, action, pair }) => ({ rule, kind, matched, action, ...(pair && { pair }) }))
  assert.deepEqual(findings, expected)
  assert.deepEqual(verdict.errors.map((error) => error.kind), (one.errors ?? []).map((error) => error.kind))
}

test('every case gives its verdict', async () => {
  const faults = [...knownMisses].filter((name) => !cases.has(name)).map((name) => `${name}: is in known_misses.txt and does not exist`)
  const defaultGuard = new Guard()
  for (const [name, one] of cases) {
    try {
      const unknown = Object.keys(one).find((key) => !KEYS.includes(key))
      assert.equal(unknown, undefined)
      const own = one.policy && new Guard({ policy: one.policy })
      const verdict = scan(one, own)
      assert.deepEqual(scan(one, own), verdict, 'a second scan')
      assert.deepEqual(await scanOnPool(one, own ?? defaultGuard), verdict, 'on the pool')
      check(one, verdict)
      if (knownMisses.has(name)) faults.push(`${name}: passes, so it must go from known_misses.txt`)
    } catch (error) {
      if (!knownMisses.has(name)) faults.push(`${name}: ${error.message}`)
    }
  }
  assert.equal(faults.join('\n'), '')
  assert.ok(cases.size >= 150, `${cases.size} cases`)
})

test('a policy says the same as an object and as JSON', () => {
  for (const one of cases.values()) {
    if (!one.policy) continue
    assert.deepEqual(scan(one, new Guard({ policy: JSON.stringify(one.policy, null, 2) })), scan(one, new Guard({ policy: one.policy })))
  }
})

test('a verdict has the keys of the contract in its order', () => {
  const keys = ['version', 'action', 'text', 'scores', 'findings', 'errors', 'policy']
  const found = ['rule', 'category', 'kind', 'span', 'severity', 'confidence', 'action']
  const clean = scanInput('hello')
  const dirty = scanInput('mail ada@example.com')
  const cut = new Guard({ policy: { limits: { text_bytes: 1 } } }).scanInput('hello')
  for (const verdict of [clean, dirty, cut]) {
    assert.deepEqual(Object.keys(verdict), keys)
    assert.equal(Object.getPrototypeOf(verdict), Object.prototype)
    assert.deepEqual(Object.keys(verdict.policy), ['name', 'digest'])
    assert.match(verdict.policy.digest, /^sha256:[0-9a-f]{64}$/)
    assert.deepEqual(Object.keys(verdict.scores), ['injection'])
  }
  assert.deepEqual(Object.keys(dirty.findings[0]), found)
  assert.deepEqual(Object.keys(dirty.findings[0].span), ['start', 'end'])
  assert.deepEqual(Object.keys(cut.errors[0]), ['scanner', 'kind', 'message'])
})

test('a clean verdict is the caller’s to change', () => {
  const first = scanInput('hello')
  first.findings.push('mine')
  first.errors.push('mine')
  first.scores.injection = 1
  first.policy.name = 'mine'
  assert.deepEqual(scanInput('hello'), { ...scanInput('hello'), findings: [], errors: [], scores: { injection: 0 } })
  assert.equal(scanInput('hello').policy.name, 'default')
})
