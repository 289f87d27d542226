// What stays in memory after many scans. `npm run bench` has the figure over a million.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../bench/memory.mjs', import.meta.url))

test('memory does not grow with the number of scans', () => {
  const output = execFileSync(process.execPath, ['--expose-gc', '--min-semi-space-size=8', '--max-semi-space-size=8', PROGRAM, '120000'], { encoding: 'utf8' })
  const { first, last, scans, leaked } = JSON.parse(output)
  assert.ok(scans === 120_000 && first > 10e6)
  // Generous for so few scans: the allocator's own coming and going is part of it.
  assert.ok(last < first * 1.2, `${first} bytes after 10,000 scans, ${last} after ${scans}`)
  // Ten bytes kept of every scan would be seen.
  assert.ok(leaked > first * 0.2, `${leaked} bytes kept on purpose are not seen: the test is about nothing`)
})
