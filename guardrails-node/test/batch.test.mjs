import assert from 'node:assert/strict'
import { test } from 'node:test'
import util from 'node:util'
import { Guard } from 'guardrails-node'
import { mixedTexts } from './texts.mjs'

const guard = new Guard()

test('a batch gives the verdicts of its texts, in their order', async () => {
  const texts = mixedTexts({ seed: 11, count: 3000 }).map(({ text }) => text)
  for (const source of ['user', 'document']) {
    const verdicts = await guard.scanBatch(texts, { source })
    assert.deepEqual(verdicts, texts.map((text) => guard.scanInput(text, { source })))
  }
  assert.deepEqual(await guard.scanBatch([]), [])
})

test('calls side by side do not mix up their texts', async () => {
  const texts = mixedTexts({ seed: 12, count: 600 }).map(({ text }) => text)
  const expected = texts.map((text) => guard.scanInput(text))
  const all = await Promise.all([guard.scanBatch(texts), guard.scanBatch([...texts].reverse()), ...texts.slice(0, 50).map((text) => guard.scanInputAsync(text))])
  assert.deepEqual(all[0], expected)
  assert.deepEqual(all[1].reverse(), expected)
  assert.deepEqual(all.slice(2), expected.slice(0, 50))
})

test('a text longer than a piece is put together again', async () => {
  // Surrogate pairs on every boundary, whatever its size.
  const text = `${'😀'.repeat(300_000)} ada@example.com ${'é'.repeat(300_000)}`
  for (const own of [text, `x${text}`]) {
    const [verdict] = await guard.scanBatch([own])
    assert.deepEqual(verdict, guard.scanInput(own))
    const [{ span }] = verdict.findings
    assert.equal(own.slice(span.start, span.end), 'ada@example.com')
  }
})

test('a long verdict is an object like any other', async () => {
  const text = 'mail ada@example.com and '.repeat(2000)
  const expected = guard.scanInput(text)
  const scan = () => guard.scanInputAsync(text)
  assert.equal((await scan()).findings.length, 2000)
  assert.ok(Object.getOwnPropertyDescriptor(await scan(), 'text').get, 'not a lazy one: the test is about nothing')
  assert.deepEqual(await scan(), expected)
  assert.equal(JSON.stringify(await scan()), JSON.stringify(expected))
  assert.deepEqual({ ...(await scan()) }, expected)
  assert.deepEqual(structuredClone(await scan()), expected)
  assert.equal(util.inspect(await scan()), util.inspect(expected))
  const verdict = await scan()
  verdict.text = 'mine'
  verdict.findings.length = 1
  assert.deepEqual([verdict.text, verdict.findings.length, verdict.action], ['mine', 1, 'redact'])
})

test('the event loop turns while a batch runs', async () => {
  const texts = mixedTexts({ seed: 13, count: 8000 }).map(({ text }) => text)
  texts.push('mail ada@example.com and '.repeat(80_000), 'x'.repeat(4 << 20))
  let [turns, runs] = [0, true]
  const turn = () => runs && ++turns && setImmediate(turn)
  setImmediate(turn)
  const verdicts = await guard.scanBatch(texts)
  runs = false
  assert.equal(verdicts.length, texts.length)
  // On the loop itself it would be one turn. How long the longest is, `npm run bench` measures.
  assert.ok(turns > 1, `${turns}`)
})
