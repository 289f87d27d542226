// Any string is scanned, anything else is a TypeError.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Guard, scanInput, scanOutput } from 'guardrails-node'

const guard = new Guard()
const MAIL = 'ada@example.com'

test('what is no string is a TypeError that says what it is', async () => {
  const wrong = [
    [undefined, 'undefined'],
    [null, 'null'],
    [7, 'number'],
    [7n, 'bigint'],
    [true, 'boolean'],
    [Symbol('x'), 'symbol'],
    [() => MAIL, 'function'],
    [Buffer.from(MAIL), 'Buffer'],
    [[MAIL], 'Array'],
    [{ text: MAIL }, 'Object'],
    [Object.create(null), 'object'],
    [new String(MAIL), 'String'],
  ]
  for (const [value, kind] of wrong) {
    const expected = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: `\`text\` must be a string, got ${kind}` }
    for (const call of [scanInput, scanOutput, (text) => guard.scanInput(text), (text) => guard.scanOutput(text)]) {
      assert.throws(() => call(value), expected)
    }
    await assert.rejects(guard.scanInputAsync(value), expected)
    await assert.rejects(guard.scanOutputAsync(value), expected)
    const inBatch = { ...expected, message: `\`texts[1]\` must be a string, got ${kind}` }
    await assert.rejects(guard.scanBatch(['a', value]), inBatch)
    if (value !== undefined) {
      assert.throws(() => scanInput('a', { source: value }), { ...expected, message: `\`source\` must be a string, got ${kind}` })
      assert.throws(() => scanOutput('a', { prompt: value }), { ...expected, message: `\`prompt\` must be a string, got ${kind}` })
      assert.throws(() => scanOutput('a', { systemPrompt: value }), { ...expected, message: `\`systemPrompt\` must be a string, got ${kind}` })
    }
    assert.throws(() => scanOutput('a', { context: ['b', value] }), { ...expected, message: `\`context[1]\` must be a string, got ${kind}` })
  }
  for (const value of [null, 7, 'texts', { length: 1, 0: 'a' }]) {
    await assert.rejects(guard.scanBatch(value), { name: 'TypeError', message: /^`texts` must be an array of strings, got / })
    if (typeof value !== 'object' || value === null) assert.throws(() => scanInput('a', value), { name: 'TypeError', message: /^`options` must be an object, got / })
  }
  assert.throws(() => scanOutput('a', { context: 'b' }), { name: 'TypeError', message: '`context` must be an array of strings, got string' })
})

test('an option that is undefined is one that is not there', () => {
  assert.equal(scanInput(MAIL, { source: undefined }).action, 'redact')
  assert.equal(scanOutput(MAIL, { prompt: undefined, systemPrompt: undefined, context: undefined }).action, 'redact')
  assert.equal(new Guard({ policy: undefined }).scanInput('a').policy.name, 'default')
})

test('the empty text and NUL', () => {
  assert.deepEqual({ ...scanInput(''), policy: 0 }, { version: 1, action: 'allow', text: '', scores: { injection: 0 }, findings: [], errors: [], policy: 0 })
  assert.equal(scanOutput('').text, '')
  const text = `a\0b\0${MAIL}\0`
  const verdict = scanInput(text)
  assert.equal(verdict.text, 'a\0b\0[EMAIL_ADDRESS]\0')
  assert.equal(text.slice(verdict.findings[0].span.start, verdict.findings[0].span.end), MAIL)
})

test('spans count UTF-16 units', () => {
  for (const before of ['', 'é', '中文', '😀', '👩‍👩‍👧', 'e\u0301', '\u{1F1E6}\u{1F1F9}', 'ß\u{10FFFF}']) {
    const text = `${before} ${MAIL} ${before}`
    const { findings } = scanInput(text)
    const mail = findings.find((finding) => finding.kind === 'EMAIL_ADDRESS')
    assert.equal(text.slice(mail.span.start, mail.span.end), MAIL, before)
  }
})

test('a lone surrogate is scanned as U+FFFD, and spans index the caller’s string', async () => {
  for (const lone of ['\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83d', '😀\ud83d', '\ud83d\ud83d\ude00']) {
    const text = `${lone} ${MAIL} ${lone}`
    const sync = scanInput(text)
    assert.equal(sync.findings.length, 1)
    assert.equal(text.slice(sync.findings[0].span.start, sync.findings[0].span.end), MAIL)
    const replaced = Buffer.from(text, 'utf8').toString('utf8')
    assert.ok(replaced.includes('\ufffd') && replaced.length === text.length)
    assert.equal(sync.text, replaced.replace(MAIL, '[EMAIL_ADDRESS]'))
    assert.deepEqual(await guard.scanInputAsync(text), sync)
    // What may go on is what was scanned, where nothing is found as well.
    assert.equal(scanInput(lone).text, Buffer.from(lone, 'utf8').toString('utf8'))
    assert.equal((await guard.scanInputAsync(lone)).text, scanInput(lone).text)
    assert.equal(scanOutput('a', { prompt: lone, systemPrompt: lone, context: [lone] }).action, 'allow')
  }
})

test('strings in every form the engine keeps them in', () => {
  const high = 'x'.repeat(20) + '\ud83d'
  const low = '\ude00' + 'y'.repeat(20)
  const rope = high + low // a pair whose halves lie in two strings
  assert.equal(scanInput(rope + ' ' + MAIL).text, 'x'.repeat(20) + '😀' + 'y'.repeat(20) + ' [EMAIL_ADDRESS]')
  const sliced = `${'z'.repeat(50)}${MAIL}${'z'.repeat(50)}`.slice(50, 50 + MAIL.length)
  assert.equal(scanInput(sliced).text, '[EMAIL_ADDRESS]')
  const latin1 = `Größe für ${MAIL} ÿ`
  assert.equal(scanInput(latin1).text, 'Größe für [EMAIL_ADDRESS] ÿ')
})

test('texts of ten megabytes', async () => {
  const prose = 'The quarterly report shows steady growth in several regions. '
  const clean = prose.repeat(Math.ceil(10e6 / prose.length))
  assert.equal(scanInput(clean).action, 'allow')
  assert.equal(scanInput(clean).text, clean)
  const text = `${clean}Ünï ${MAIL}`
  const sync = scanInput(text)
  assert.equal(text.slice(sync.findings[0].span.start, sync.findings[0].span.end), MAIL)
  const onPool = await guard.scanInputAsync(text)
  assert.deepEqual(onPool, sync)
  assert.equal((await guard.scanOutputAsync(text, { context: [clean] })).text, sync.text)
  const long = 'a'.repeat(17 << 20)
  const cut = scanInput(long)
  assert.deepEqual([cut.action, cut.text, cut.errors[0].kind], ['block', null, 'limit'])
})
