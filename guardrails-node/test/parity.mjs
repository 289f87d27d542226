// Whether Node says what Rust says, byte for byte.
//
//   node test/parity.mjs TEXTS.jsonl ANSWERS.jsonl [POLICY.json]
//
// TEXTS has `{"id", "text", "source"?}` a line (source `model`: scanned as output), ANSWERS what the core's `scan --jsonl` answered, with
// spans in code points. Exit status: 0 all alike, 1 not, 2 usage.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Guard } from 'guardrails-node'

const { NativeGuard } = createRequire(import.meta.url)('../index.js')

/**
 * What differs, one line each.
 * @param {string[]} texts lines of requests
 * @param {string[]} answers lines of verdicts in the same order
 * @param {string} [policy] JSON
 */
export function differences(texts, answers, policy) {
  const native = new NativeGuard(policy, true)
  const guard = new Guard({ policy })
  if (texts.length !== answers.length) return [`${texts.length} texts and ${answers.length} answers`]
  return texts.flatMap((line, index) => {
    const { id, text, source } = JSON.parse(line)
    const begin = `{"id":${JSON.stringify(id)},`
    if (!answers[index].startsWith(begin)) return [`line ${index + 1}: the answer is not to ${id}`]
    const expected = inUtf16(`{${answers[index].slice(begin.length)}`, text)
    const verdict = source === 'model' ? guard.scanOutput(text) : guard.scanInput(text, { source })
    // A JavaScript number forgets whether it was written `1` or `1.0`; the JSON of the native half does not.
    const found = JSON.stringify(verdict)
    const raw = (source === 'model' ? native.scanOutput(text) : native.scanInput(text, source)) ?? native.silence().replace('"text":""', () => `"text":${asTheCore(text)}`)
    const faults = []
    if (found !== JSON.stringify(JSON.parse(expected))) faults.push(`${id}: ${found} is not ${expected}`)
    if (raw !== expected) faults.push(`${id}: ${raw} is not ${expected}, byte for byte`)
    return faults
  })
}

/** Text as a JSON string in the core's spelling, which escapes line ends that `JSON.stringify` leaves alone. */
function asTheCore(text) {
  return JSON.stringify(text).replace(/[\u0085\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same JSON with spans in UTF-16 units. Quotes inside of texts are escaped, so that only spans look like spans. */
function inUtf16(json, text) {
  const units = [0]
  for (const character of text) units.push(units[units.length - 1] + character.length)
  return json.replace(/"span":\{"start":(\d+),"end":(\d+)\}/g, (_, start, end) => `"span":{"start":${units[start]},"end":${units[end]}}`)
}

/** The lines of a JSONL file. No other line ends than this one: texts may hold U+2028. */
export const lines = (jsonl) => jsonl.split('\n').filter((line) => line.trim() !== '')

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [texts, answers, policy] = process.argv.slice(2)
  if (!answers) {
    console.error('usage: node test/parity.mjs TEXTS.jsonl ANSWERS.jsonl [POLICY.json]')
    process.exit(2)
  }
  const [asked, answered] = [texts, answers].map((file) => lines(fs.readFileSync(file, 'utf8')))
  const faults = differences(asked, answered, policy && fs.readFileSync(policy, 'utf8'))
  for (const fault of faults.slice(0, 20)) console.error(fault)
  console.log(`parity: ${asked.length} texts, ${faults.length} differences`)
  process.exit(faults.length === 0 ? 0 : 1)
}
