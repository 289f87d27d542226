// What the package costs, in one run:
//
//   node bench.mjs [--full] [--check]
//
// `--full` takes the million scans for memory (else 200,000), `--check` fails where a limit is not met. Needs cargo, for the Rust side of
// the comparison.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Guard, scanInput } from 'guardrails-node'
import { mixedTexts } from './test/texts.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const full = process.argv.includes('--full')
const failures = []

function check(what, value, limit) {
  if (value > limit) failures.push(`${what}: ${value.toFixed(2)} is over ${limit}`)
}

/** A text of about 1 KB in UTF-8 that is made of this sentence. */
function kilobyte(sentence) {
  const size = new TextEncoder().encode(sentence).length
  return sentence.repeat(Math.ceil(1024 / size)).slice(0, Math.round((1024 * sentence.length) / size))
}

const TEXTS = [
  ['clean, English (ASCII)', kilobyte('The quarterly report shows steady growth in several regions, and the team plans to publish details soon. '), 'allow'],
  ['clean, German (Latin-1)', kilobyte('Das Wetter für München ist schön, die Straße ist groß und müde Vögel ziehen südwärts über Österreich. '), 'allow'],
  ['clean, Russian', kilobyte('Сегодня хорошая погода, и мы идём гулять в парк вместе с друзьями. '), 'allow'],
  ['clean, Chinese', kilobyte('今天天气很好，我们一起去公园散步，然后吃晚饭。'), 'allow'],
  ['clean, emoji', kilobyte('Good news 🎉 everyone is here 😀 and we start soon 🚀 '), 'allow'],
  ['five findings', `${kilobyte('The quarterly report shows steady growth in several regions. ').slice(0, 900)} ${[1, 2, 3, 4, 5].map((n) => `a${n}@example.com`).join(' ')}`, 'redact'],
]

async function calls() {
  const args = ['run', '--quiet', '--release', '--locked', '-p', 'guardrails-node', '--example', 'rust_call']
  const rust = spawn('cargo', args, { cwd: HERE, stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = readline.createInterface({ input: rust.stdout })[Symbol.asyncIterator]()
  const fromRust = async (text) => {
    rust.stdin.write(`${Buffer.from(text, 'utf8').toString('hex')}\n`)
    return Number((await answers.next()).value)
  }
  const fromNode = (text, expected) => {
    let least = Infinity
    for (let round = 0; round < 5; round++) {
      const start = process.hrtime.bigint()
      let last
      for (let call = 0; call < 1000; call++) last = scanInput(text)
      least = Math.min(least, Number(process.hrtime.bigint() - start) / 1000)
      if (last.action !== expected) throw new Error(`${last.action}, not ${expected}`)
    }
    return least
  }
  console.log('## Call: `scanInput` of about 1 KB, default guard, nanoseconds, least of 50,000 calls each, in turn\n')
  console.log('| text | Rust | Node | over Rust |\n|---|---|---|---|')
  for (const [name, text, expected] of TEXTS) {
    let [rustBest, nodeBest] = [Infinity, Infinity]
    for (let round = 0; round < 10; round++) {
      rustBest = Math.min(rustBest, await fromRust(text))
      nodeBest = Math.min(nodeBest, fromNode(text, expected))
    }
    console.log(`| ${name} | ${rustBest.toFixed(0)} | ${nodeBest.toFixed(0)} | ${(nodeBest - rustBest).toFixed(0)} |`)
    if (expected === 'allow') check(`call, ${name}, ns`, nodeBest - rustBest, 2000)
  }
  rust.stdin.end()
  await once(rust, 'exit')
}

async function asynchronous() {
  const guard = new Guard()
  const [, text] = TEXTS[0]
  const rounds = 2000
  for (let i = 0; i < rounds; i++) await guard.scanInputAsync(text)
  const one = performance.now()
  for (let i = 0; i < rounds; i++) await guard.scanInputAsync(text)
  const alone = ((performance.now() - one) / rounds) * 1000
  const texts = Array.from({ length: 20_000 }, () => text)
  await guard.scanBatch(texts)
  const many = performance.now()
  await guard.scanBatch(texts)
  const batch = ((performance.now() - many) / texts.length) * 1000
  const start = performance.now()
  for (const own of texts) guard.scanInput(own)
  const sync = ((performance.now() - start) / texts.length) * 1000
  console.log('\n## A clean 1 KB prompt by each way, microseconds of wall time a text\n')
  console.log('| `scanInput` | `await scanInputAsync`, one after the other | `scanBatch` of 20,000 |\n|---|---|---|')
  console.log(`| ${sync.toFixed(1)} | ${alone.toFixed(1)} | ${batch.toFixed(1)} |`)
}

function loading() {
  const program = "require('guardrails-node').scanInput('hello')"
  const time = (code) => {
    const start = process.hrtime.bigint()
    execFileSync(process.execPath, ['-e', code], { cwd: HERE })
    return Number(process.hrtime.bigint() - start) / 1e6
  }
  const [bare, loaded] = [[], []]
  for (let round = 0; round < 20; round++) {
    bare.push(time('0'))
    loaded.push(time(program))
  }
  const median = (all) => all.sort((a, b) => a - b)[all.length >> 1]
  const over = median(loaded) - median(bare)
  console.log('\n## `require` and the first scan, milliseconds of wall time, median of 20 processes each, in turn\n')
  console.log('| bare Node | with the package | over bare Node |\n|---|---|---|')
  console.log(`| ${median(bare).toFixed(1)} | ${median(loaded).toFixed(1)} | ${over.toFixed(1)} |`)
  check('require and first scan, ms', over, 30)
}

/** Milliseconds that the main thread has computed, or nothing where the system does not tell. */
function mainThread() {
  try {
    const [nanoseconds] = fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')
    return Number(nanoseconds) / 1e6
  } catch {
    return undefined
  }
}

/** The longest turn of the event loop in time that the main thread computes, which other programs do not make longer. */
function watchTurns() {
  let [longest, stopped, last] = [0, false, mainThread()]
  const look = () => {
    const now = mainThread()
    longest = Math.max(longest, now - last)
    last = now
    if (!stopped) setImmediate(look)
  }
  if (last !== undefined) setImmediate(look)
  return () => {
    stopped = true
    return last === undefined ? undefined : longest
  }
}

async function eventLoop() {
  const guard = new Guard()
  const inputs = [
    ['50,000 mixed short texts', mixedTexts({ seed: 3, count: 50_000 }).map(({ text }) => text)],
    ['500 texts of 100 KB', Array.from({ length: 500 }, (_, index) => 'The report is on the table. '.repeat(3657) + index)],
    ['one text of 10 MB', ['x y z '.repeat(1_700_000)]],
    ['one text of 10 MB with Cyrillic and 8,000 addresses', [`${'Отчёт лежит на столе. '.repeat(30)}ada@example.com `.repeat(8000)]],
  ]
  console.log('\n## Event loop while `scanBatch` runs, milliseconds\n')
  console.log('| batch | takes | longest stop | longest turn, CPU time | the same, synchronous |\n|---|---|---|---|---|')
  for (const [name, texts] of inputs) {
    let [longest, took, turn] = [Infinity, 0, Infinity]
    // The least of three: other programs on the machine stop the loop as well.
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      const delay = monitorEventLoopDelay({ resolution: 1 })
      delay.enable()
      const start = performance.now()
      const verdicts = await guard.scanBatch(texts)
      const own = performance.now() - start
      delay.disable()
      if (verdicts.length !== texts.length) throw new Error(`${verdicts.length} verdicts`)
      if (delay.max / 1e6 < longest) [longest, took] = [delay.max / 1e6, own]
      // By itself: looking after every turn costs something too.
      const watched = watchTurns()
      await guard.scanBatch(texts)
      turn = Math.min(turn, watched() ?? NaN)
    }
    const start = performance.now()
    for (const text of texts) guard.scanInput(text)
    const sync = performance.now() - start
    const row = [took, longest, turn, sync].map((value) => (Number.isNaN(value) ? '–' : value.toFixed(1)))
    console.log(`| ${name} | ${row.join(' | ')} |`)
    check(`event loop, ${name}, ms`, Number.isNaN(turn) ? longest : Math.min(turn, longest), 10)
  }
}

function memory() {
  const output = execFileSync(process.execPath, ['--expose-gc', '--min-semi-space-size=8', '--max-semi-space-size=8', 'bench/memory.mjs', full ? '1000000' : '200000'], { cwd: HERE, encoding: 'utf8' })
  const { first, last, scans } = JSON.parse(output)
  const growth = (last / first - 1) * 100
  console.log('\n## Resident memory, mixed texts in one process, MiB\n')
  console.log(`| after 10,000 scans | after ${scans.toLocaleString('en')} | growth |\n|---|---|---|`)
  console.log(`| ${(first / 2 ** 20).toFixed(1)} | ${(last / 2 ** 20).toFixed(1)} | ${growth.toFixed(1)}% |`)
  check('memory, %', growth, 5)
}

console.log(`Node ${process.version}, ${process.platform}-${process.arch}\n`)
await calls()
await asynchronous()
loading()
await eventLoop()
memory()
for (const failure of failures) console.error(`over its limit: ${failure}`)
if (process.argv.includes('--check') && failures.length > 0) process.exitCode = 1
