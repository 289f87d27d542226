// One Node peer on the texts of the comparison, as JSON lines like those of `guardrails-benches compare`: node run.mjs PEER FOLDER TEXTS.json
// FOLDER holds the peer's node_modules (install.sh). A check takes a text and says whether it found something.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const BUDGET = 600, PATIENCE = 6000 // milliseconds for each text; a call expected to take longer is not made
const [, , name, folder, texts] = process.argv
const require = createRequire(path.resolve(folder, 'x.js'))
const version = (of) => JSON.parse(readFileSync(path.join(folder, 'node_modules', of, 'package.json'))).version
const load = (file) => import(pathToFileURL(path.resolve(folder, 'node_modules', file)).href)

const PEERS = {
  'guardrails-node': ['guardrails-node', () => {
    const { Guard } = require('guardrails-node')
    const guard = new Guard()
    return { everything: [['injection', 'pii', 'secrets'], (text) => !['allow', 'flag'].includes(guard.scanInput(text).action)] }
  }],
  'redact-pii': ['redact-pii', () => {
    const { SyncRedactor } = require('redact-pii')
    // Without what replaces any capitalised word, number or link.
    const off = { enabled: false }
    const redactor = new SyncRedactor({ builtInRedactors: { names: off, digits: off, url: off, zipcode: off } })
    return { 'without names, digits, URLs': [['pii'], (text) => redactor.redact(text) !== text] }
  }],
  'hai-guardrails': ['@presidio-dev/hai-guardrails', async () => {
    // Its import starts a worker from a path of the machine it was built on, whose failure must not end the process.
    process.on('uncaughtException', (error) => { if (!/piscina|Cannot find module/.test(String(error))) throw error })
    const H = await load('@presidio-dev/hai-guardrails/dist/index.js')
    const all = { selection: H.SelectionType.All, roles: ['user'] }
    const by = (guard) => async (text) => (await guard([{ role: 'user', content: text }])).some((result) => !result.passed || (result.modifiedMessage && result.modifiedMessage.content !== text))
    return {
      'injection, patterns': [['injection'], by(H.injectionGuard(all, { mode: 'pattern', threshold: 0.5 }))],
      PII: [['pii'], by(H.piiGuard(all))],
      secrets: [['secrets'], by(H.secretGuard(all))],
    }
  }],
  'OpenAI guardrails (npm)': ['@openai/guardrails', async () => {
    process.env.OPENAI_API_KEY ??= 'none'
    const of = (file) => load(`@openai/guardrails/dist/checks/${file}.js`)
    const [{ pii, PIIEntity }, { secretKeysCheck }] = [await of('pii'), await of('secret-keys')]
    const leftOut = ['URL', 'DATE_TIME', 'PERSON', 'LOCATION', 'NRP', 'US_BANK_NUMBER', 'US_DRIVER_LICENSE']
    const config = { entities: Object.values(PIIEntity).filter((entity) => !leftOut.includes(entity)), block: true, detect_encoded_pii: false }
    const tripped = (check, config) => async (text) => (await check({}, text, config)).tripwireTriggered
    return { 'Contains PII': [['pii'], tripped(pii, config)], 'Secret Keys': [['secrets'], tripped(secretKeysCheck, { threshold: 'balanced' })] }
  }],
  'llm-io-guard': ['llm-io-guard', () => {
    const m = require('llm-io-guard')
    const guard = new m.Guard({ input: [m.piiRedact(), m.promptInjection(), m.secrets()], onViolation: 'warn' })
    return { 'PII, injection and secrets': [['injection', 'pii', 'secrets'], async (text) => (await guard.scanInput(text)).findings.length > 0] }
  }],
  'llm-guard (npm)': ['llm-guard', () => {
    const { LLMGuard } = require('llm-guard')
    const guard = new LLMGuard({ pii: true, jailbreak: true, promptInjection: true })
    return { 'PII, jailbreak, prompt injection': [['injection', 'pii'], async (text) => (await guard.validate(text)).results.some((result) => !result.valid)] }
  }],
  'llm-prompt-guard': ['llm-prompt-guard', () => {
    const guard = require('llm-prompt-guard').createGuard()
    return { detect: [['injection'], (text) => Boolean(guard.detect(text))] }
  }],
}

const [file, build] = PEERS[name]
const say = (line) => console.log(JSON.stringify({ peer: name, version: version(file), ...line }))
const memory = () => process.memoryUsage().rss / 1048576
const before = memory(), start = performance.now()
const checks = await build()
const imported = (performance.now() - start) / 1000
for (const [, check] of Object.values(checks)) await check('My mail is ada@example.com.')
say({ import_s: imported, ready_s: (performance.now() - start) / 1000, memory_mb: memory() - before })

async function sample(check, text) {
  const first = performance.now()
  await check(text)
  const times = [performance.now() - first], end = performance.now() + BUDGET
  while (performance.now() < end && times.length < 20000) {
    const start = process.hrtime.bigint(), result = check(text)
    if (typeof result !== 'boolean') await result
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
  }
  return (times.length > 1 ? times.slice(1) : times).map((ms) => ms * 1000).sort((a, b) => a - b)
}

const { tasks, labelled } = JSON.parse(readFileSync(texts))
for (const [title, [of, check]] of Object.entries(checks)) {
  let slowest = 0
  for (const { name: task, text } of tasks) {
    const bytes = Buffer.byteLength(text)
    if (bytes > 65536 || slowest * bytes > PATIENCE * 1000) continue
    const times = await sample(check, text), at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))]
    slowest = Math.max(slowest, at(0.5) / bytes)
    say({ check: title, of, task, bytes, p50_us: at(0.5), p99_us: at(0.99), n: times.length })
  }
  const share = async (label) => {
    const all = labelled.filter((text) => text.label === label)
    let found = 0
    for (const { text } of all) found += (await check(text)) ? 1 : 0
    return found / all.length
  }
  const recall = {}
  for (const label of of) recall[label] = await share(label)
  say({ check: title, of, recall, clean_flagged: await share('clean') })
}
process.exit(0)
