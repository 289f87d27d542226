// Compiled by `npm run types`, strictly, and never run: what a TypeScript user writes has to type-check, and what is wrong must not.
import { Guard, GuardrailsError, PolicyError, Vault, scanInput, scanOutput, type Action, type Finding, type Policy, type Verdict } from 'guardrails-node'

const verdict: Verdict = scanInput('hello', { source: 'document' })
const text: string | null = verdict.text
const score: number | undefined = verdict.scores.injection
const first: Finding | undefined = verdict.findings[0]
const found: string = 'hello'.slice(first?.span.start, first?.span.end)

// The union is complete: a new action must not compile until it is handled.
function mayGoOn(action: Action): boolean {
  switch (action) {
    case 'allow':
    case 'flag':
    case 'redact':
      return true
    case 'review':
    case 'block':
      return false
    default: {
      const never: never = action
      return never
    }
  }
}

const policy: Policy = {
  name: 'support-desk',
  input: { secrets: 'block' },
  override: [{ kinds: ['EMAIL_ADDRESS'], sources: ['user'], action: 'allow' }],
  list: [{ name: 'codenames', words: ['Bluebird'], action: 'block' }],
}
const guard = new Guard({ policy })
const fromFile: Guard = Guard.fromFile('policy.toml')
const answer = scanOutput('…', { prompt: '…', systemPrompt: '…', context: ['…'] })
const verdicts: Promise<Verdict[]> = guard.scanBatch(['a', 'b'] as const, { source: 'tool' })
const one: Promise<Verdict> = guard.scanInputAsync('a')
const other: Promise<Verdict> = guard.scanOutputAsync('a', { context: [] })

try {
  new Guard({ policy: 'on_error = "flag"' })
} catch (error) {
  if (error instanceof PolicyError) console.log(error.code, error.message)
  if (error instanceof GuardrailsError && error.code === 'argument') throw error
}

const settled: Verdict = guard.scanInput('a', { notes: { inline: true, salt: '…', known: [{ rule: 'a.b', fingerprint: 'c', count: 1 }], lines: [[1, 2]] } })
const half: number | undefined = settled.findings[0]?.pair?.start
// @ts-expect-error notes are those of one file
guard.scanBatch(['a'], { notes: { inline: true } })

// @ts-expect-error a text is a string
scanInput(Buffer.from('a'))
// @ts-expect-error there is no such source
scanInput('a', { source: 'dokument' })
// @ts-expect-error a misspelt option
scanOutput('a', { promt: 'b' })
// @ts-expect-error no key of a policy
new Guard({ policy: { on_eror: 'flag' } })
// @ts-expect-error no such action
const wrong: Policy = { on_error: 'blok' }
// @ts-expect-error findings hold no text
first?.text

export { answer, found, fromFile, half, mayGoOn, one, other, score, text, verdicts, wrong }

const vault: Vault = Vault.fromJson(new Vault({ values: 10 }).toJson())
const moved: Array<[string, string]> = vault.merge(new Vault())
const restored: string = vault.restore(scanInput('a', { vault }).text ?? '') + vault.restoreJson('{}') + moved.length + vault.size
const redacted: string | null = new Guard({ policy: { pii: { countries: ['FR'], risk: ['health'] }, operator: [{ with: 'mask', keep_last: 4 }] }, key: new Uint8Array(32) }).redactCsv(restored, { delimiter: ';', header: ['a'] })
const pointer: string | undefined = new Guard().scanJson(redacted ?? '{}', { source: 'model', vault }).findings[0]?.pointer
void pointer
// @ts-expect-error no such operator
new Guard({ policy: { operator: [{ with: 'masc' }] } })
// @ts-expect-error a vault is no object of one's own
scanInput('a', { vault: {} })

const read: Guard = new Guard({
  policy: { cascade: { injection: { from: 0.05, to: 0.8 } }, limits: { model_windows: 64, model_ms: 50 } },
  models: { injection: 'folder', ner: { model: new Uint8Array(), tokenizer: new Uint8Array(), backend: 'onnxruntime', sessions: 2, settings: { window: 128 } } },
})
const ready: Guard = Guard.withDefaultModels({ policy: 'name = "x"' })
void [read, ready, Guard.fromFile('policy.toml', { models: { injection: 'folder' } })]
// @ts-expect-error no such backend
new Guard({ models: { injection: { path: 'folder', backend: 'tensorflow' } } })
