// Vaults, operators and documents; the shared cases of the core's `testdata/vault` and `testdata/structured` among them.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Guard, GuardrailsError, PolicyError, Vault, scanInput, scanOutput } from 'guardrails-node'

const TESTDATA = new URL('../../guardrails-core/testdata/', import.meta.url)
const KEY = Uint8Array.from({ length: 32 }, (_, index) => index)

function cases(folder) {
  const files = fs.readdirSync(new URL(`${folder}/`, TESTDATA)).filter((file) => file.endsWith('.json'))
  return files.flatMap((file) => JSON.parse(fs.readFileSync(new URL(`${folder}/${file}`, TESTDATA), 'utf8')).cases)
}

const conversations = cases('vault')
const documents = cases('structured')

test('there are cases', () => {
  assert.ok(conversations.length >= 7 && documents.length >= 14)
})

for (const one of conversations) {
  test(`conversation: ${one.name}`, () => {
    const guard = new Guard({ policy: one.policy })
    const vault = new Vault(one.values === undefined ? undefined : { values: one.values })
    for (const turn of one.turns) {
      const verdict = guard.scanInput(turn.text, { vault })
      assert.equal(verdict.text, turn.sent)
      assert.deepEqual(verdict.errors.map(({ kind }) => ({ kind })), turn.errors ?? [])
    }
    for (const { text, restored } of one.answers) {
      assert.equal(vault.restore(text), restored)
      assert.equal(Vault.fromJson(vault.toJson()).restore(text), restored)
    }
  })
}

for (const one of documents) {
  test(`document: ${one.name}`, () => {
    const guard = new Guard({ policy: one.policy })
    const options = Object.fromEntries(['source', 'delimiter', 'header'].filter((key) => key in one).map((key) => [key, one[key]]))
    const json = one.form === 'json'
    const verdict = json ? guard.scanJson(one.text, options) : guard.scanCsv(one.text, options)
    assert.equal(verdict.action, one.action)
    assert.equal(verdict.text, one.redacted)
    assert.equal(json ? guard.redactJson(one.text, options) : guard.redactCsv(one.text, options), one.redacted)
    assert.deepEqual(verdict.errors.map(({ kind, message }) => ({ kind, message })), one.errors ?? [])
    if (one.findings === 'some') {
      assert.ok(verdict.findings.length > 0 && verdict.findings.every((finding) => finding.pointer !== undefined))
      return
    }
    assert.equal(verdict.findings.length, one.findings.length)
    verdict.findings.forEach((finding, index) => {
      const expected = one.findings[index]
      for (const key of ['kind', 'action', 'pointer', 'key', 'row', 'column', 'header']) assert.equal(finding[key], expected[key], key)
      assert.equal(one.text.slice(finding.span.start, finding.span.end), expected.matched)
      if (finding.within) assert.equal((one.decoded ?? expected.value).slice(finding.within.start, finding.within.end), expected.value)
    })
  })
}

test('a vault is shared, stored and merged', () => {
  const [ours, theirs] = [new Vault(), new Vault()]
  assert.equal(scanInput('ada@example.com', { vault: ours }).text, '[EMAIL_ADDRESS_1]')
  assert.equal(scanOutput('bob@example.com', { vault: theirs }).text, '[EMAIL_ADDRESS_1]')
  assert.deepEqual(ours.merge(theirs), [['[EMAIL_ADDRESS_1]', '[EMAIL_ADDRESS_2]']])
  assert.deepEqual(ours.merge(ours), [])
  assert.equal(ours.size, 2)
  assert.equal(new Guard().redactJson('["bob@example.com"]', { vault: ours }), '["[EMAIL_ADDRESS_2]"]')
  assert.equal(ours.restoreJson('["[EMAIL_ADDRESS_2]"]'), '["bob@example.com"]')
  assert.throws(() => new Vault({ values: 1 }).merge(ours), { name: 'GuardrailsError', code: 'argument', message: 'the vault is full: it may hold 1 values' })
  ours.clear()
  assert.equal(ours.size, 0)
})

test('a text without findings that quotes a placeholder is not handed on as it was', () => {
  const vault = new Vault()
  scanInput('ada@example.com', { vault })
  const verdict = scanInput('say [EMAIL_ADDRESS_1]', { vault })
  assert.equal(verdict.text, 'say [PLACEHOLDER_1]')
  assert.equal(verdict.action, 'allow')
  assert.equal(vault.restore(verdict.text), 'say [EMAIL_ADDRESS_1]')
})

test('a vault shows nothing, and errors neither', () => {
  const vault = new Vault()
  scanInput('ada@example.com', { vault })
  for (const shown of [inspect(vault), JSON.stringify(vault), String(vault)]) assert.ok(!shown.includes('ada'))
  assert.throws(() => Vault.fromJson('{"values":{"EMAIL_ADDRESS":{"1":"ada@example.com"}}}'), (error) => {
    return error instanceof GuardrailsError && error.code === 'argument' && !error.message.includes('ada')
  })
})

test('the key comes from the host', () => {
  const policy = { operator: [{ kinds: ['CREDIT_CARD'], with: 'surrogate' }, { kinds: ['EMAIL_ADDRESS'], with: 'pseudonym' }] }
  assert.throws(() => new Guard({ policy }), { code: 'argument', message: /needs a key/ })
  assert.throws(() => new Guard({ policy, key: KEY.slice(0, 5) }), { code: 'argument', message: /16 are the least/ })
  assert.throws(() => new Guard({ policy, key: 'a string is no key at all' }), TypeError)
  const text = '4111 1111 1111 1111 of ada@example.com'
  const redacted = new Guard({ policy, key: KEY }).scanInput(text).text
  assert.equal(redacted, new Guard({ policy, key: Buffer.from(KEY) }).scanInput(text).text)
  assert.notEqual(redacted, new Guard({ policy, key: KEY.slice().reverse() }).scanInput(text).text)
  assert.match(redacted, /^4000 00\d\d \d{4} \d{4} of \[EMAIL_ADDRESS_[0-9a-f]{16}\]$/)
  assert.equal(scanInput(redacted).findings[0].kind, 'CREDIT_CARD')
})

test('personal data is chosen', () => {
  const guard = new Guard({ policy: { pii: { countries: ['FR'], risk: ['direct_identifier', 'contact'] } } })
  assert.deepEqual(guard.scanInput('SSN 536-22-8714, ada@example.com, 4111 1111 1111 1111').findings.map(({ kind }) => kind), ['EMAIL_ADDRESS'])
  assert.throws(() => new Guard({ policy: { pii: { countries: ['UK'] } } }), (error) => error instanceof PolicyError && error.message.includes('did you mean `GB`?'))
})

test('what cannot be handed over is refused', async () => {
  const guard = new Guard()
  for (const vault of [{}, 'x', null, new Map()]) assert.throws(() => guard.scanInput('x', { vault }), TypeError)
  for (const delimiter of ['', 'x', ',,']) assert.throws(() => guard.scanCsv('a', { delimiter }), { code: 'argument' })
  assert.throws(() => guard.scanJson({}), TypeError)
  assert.throws(() => guard.scanCsv('a', { header: 'ab' }), TypeError)
  assert.throws(() => guard.scanJson('{}', { delimiter: ',' }), { code: 'argument', message: /unknown option/ })
  await assert.rejects(guard.scanOutputAsync('x', { vault: new Vault() }), { code: 'argument', message: /unknown option/ })
  assert.throws(() => new Vault({ values: -1 }), { code: 'argument' })
  assert.throws(() => new Vault({ values: '1' }), TypeError)
  assert.throws(() => new Vault().merge({}), TypeError)
})

test('a lone surrogate is restored as U+FFFD, and only where something is restored', () => {
  const vault = new Vault()
  scanInput('ada@example.com', { vault })
  assert.equal(vault.restore('\ud800 [EMAIL_ADDRESS_1]'), '\ufffd ada@example.com')
})
