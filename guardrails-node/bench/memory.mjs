// Resident memory after the first 10,000 scans and after the last of SCANS, in bytes:
//
//   node --expose-gc --min-semi-space-size=8 --max-semi-space-size=8 bench/memory.mjs SCANS
//
// V8 makes the room for its young objects larger at some time in a long run, by 4 or 8 MB, whoever runs; at one size it does not hide
// what is looked for here.
import { Guard } from 'guardrails-node'
import { mixedTexts } from '../test/texts.mjs'

const FIRST = 10_000
const scans = Number(process.argv[2] ?? 1_000_000)
const guard = new Guard()
const texts = mixedTexts({ seed: 5, count: 2000 }).map(({ text }) => text)

/** The least of some looks: what the collector and the allocator have not given back yet is no growth. */
async function resident() {
  let least = Infinity
  for (let look = 0; look < 5; look++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
    least = Math.min(least, process.memoryUsage.rss())
  }
  return least
}

/** As an application uses it: mostly call by call, some in batches and some on the pool. */
async function scan(from, to) {
  for (let at = from; at < to; at++) {
    const text = texts[at % texts.length]
    if (at % 2 === 0) guard.scanInput(text)
    else guard.scanOutput(text, { prompt: 'a', context: ['b'] })
    if (at % 200 === 199) await guard.scanBatch(texts.slice((at - 99) % texts.length, (at + 1) % texts.length || undefined))
    if (at % 200 === 99) await guard.scanInputAsync(text)
  }
}

await scan(0, FIRST)
const first = await resident()
await scan(FIRST, scans)
const last = await resident()
// Whether this program would see it: what it is like to keep memory.
const kept = Buffer.alloc(Math.ceil(first / 2), 1)
const leaked = (await resident()) - last
console.log(JSON.stringify({ first, last, scans, leaked: kept.length > 0 ? leaked : 0 }))
