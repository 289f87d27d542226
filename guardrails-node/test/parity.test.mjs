// 5,000 texts from a seed, or those of GUARDRAILS_PARITY_TEXTS (with the answers of GUARDRAILS_PARITY_ANSWERS where they are there
// already): Node says what Rust says.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { differences, lines } from './parity.mjs'
import { mixedTexts } from './texts.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

function texts() {
  const file = process.env.GUARDRAILS_PARITY_TEXTS
  return file ? lines(fs.readFileSync(file, 'utf8')) : mixedTexts({ seed: 20_26, count: 5000 }).map((one) => JSON.stringify(one))
}

function answersOf(asked) {
  const file = process.env.GUARDRAILS_PARITY_ANSWERS
  if (file) return lines(fs.readFileSync(file, 'utf8'))
  const args = ['run', '--quiet', '--release', '--locked', '-p', 'guardrails-core', '--example', 'scan', '--', '--jsonl']
  const { stdout, stderr, status, error } = spawnSync('cargo', args, { cwd: ROOT, input: `${asked.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 30 })
  // 1 says that something was blocked.
  assert.ok(!error && (status === 0 || status === 1), `the core's example does not run: ${error ?? stderr}`)
  return lines(stdout)
}

test('Node says what Rust says, byte for byte', () => {
  const asked = texts()
  const answered = answersOf(asked)
  assert.deepEqual(differences(asked, answered).slice(0, 5), [])
  const own = answered.map((line) => JSON.parse(line))
  assert.ok(own.filter((verdict) => verdict.findings.length > 0).length > asked.length / 4, 'hardly anything is found in these texts')
  assert.ok(own.filter((verdict) => verdict.findings.length === 0).length > asked.length / 20, 'hardly any of these texts is clean')
  // A comparison that sees nothing would pass as well.
  const other = answered.map((line, index) => (index === 7 ? line.replace('"version":1', '"version":2') : line))
  assert.equal(differences(asked, other).length, 2)
})
