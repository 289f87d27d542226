// What has been decided about a file, and the halves of key pairs: as every language has them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Guard, GuardrailsError, scanInput } from 'guardrails-node'

const text = "😀 owner = 'ada@example.com'  # guardrails: allow pii.*"
const salt = '0123456789abcdef'

test('nothing is suppressed unasked', () => {
  const verdict = scanInput(text)
  assert.equal(verdict.action, 'redact')
  assert.deepEqual(['suppressed', 'fingerprint', 'pair'].filter((key) => key in verdict.findings[0]), [])
})

test('comments, baselines and lines count where they are asked for', () => {
  const inline = scanInput(text, { notes: { inline: true, salt } })
  const [finding] = inline.findings
  assert.deepEqual([inline.action, finding.suppressed], ['allow', 'inline'])
  assert.equal(inline.text, "😀 owner = '[EMAIL_ADDRESS]'  # guardrails: allow pii.*")
  const known = [{ rule: finding.rule, fingerprint: finding.fingerprint, count: 1 }]
  assert.equal(new Guard().scanInput(text, { source: 'document', notes: { salt, known } }).findings[0].suppressed, 'baseline')
  assert.equal(scanInput(text, { notes: { lines: [[2, 9]] } }).findings[0].suppressed, 'unchanged')
  assert.equal(scanInput(text, { notes: { lines: [[1, 1]] } }).action, 'redact')
})

test('what is wrong with notes is said', async () => {
  assert.throws(() => scanInput(text, { notes: { inlin: true } }), (error) => error instanceof GuardrailsError && error.message.includes('unknown field `inlin`'))
  assert.throws(() => scanInput(text, { notes: 'inline' }), TypeError)
  await assert.rejects(new Guard().scanBatch([text], { notes: { inline: true } }), /unknown option `notes`/)
})

test('the halves of a key name each other', () => {
  const id = ['AK', 'IAQZ4M7X', 'K2VJ3TBN', '6R'].join('')
  const secret = ['kW9vQ2mZ7rT4xL1pN8sB', '3yH6cJ5dF0gAeUiOqYtR'].join('')
  const [first, second] = scanInput(`😀 aws_access_key_id = ${id}\naws_secret_access_key = ${secret}`).findings
  assert.deepEqual([first.pair, second.pair], [second.span, first.span])
})
