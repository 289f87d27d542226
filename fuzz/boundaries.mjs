// The second half of boundaries.py: the same texts through Node, whose findings have to cut the same out of the same string.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(`${process.cwd()}/x.js`)
const { Guard } = require('./lib/guardrails.js')

const guard = new Guard()
// A text in which nothing is redacted is Python's own string again, and in Node one without lone surrogates.
const well = (text) => text?.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd') ?? null
const lines = readFileSync(0, 'utf8').split('\n')
const faults = lines.flatMap((line) => {
  const { text, source, action, redacted, cuts } = JSON.parse(line)
  const verdict = guard.scanInput(text, { source })
  const mine = verdict.findings.map((finding) => [finding.rule, text.slice(finding.span.start, finding.span.end), finding.action])
  guard.scanOutput(text, { prompt: text, systemPrompt: text, context: [text] })
  const alike = verdict.action === action && well(verdict.text) === well(redacted) && JSON.stringify(mine) === JSON.stringify(cuts)
  return alike ? [] : [`${JSON.stringify(text)}: ${JSON.stringify([verdict.action, verdict.text, mine])} is not ${JSON.stringify([action, redacted, cuts])}`]
})
console.log(faults.slice(0, 5).concat(`boundaries: ${lines.length} texts through Node, ${faults.length} differ`).join('\n'))
process.exit(faults.length ? 1 : 0)
