// Classifiers: the cases of every language, the forms in which a model can be given, and what cannot be.
import assert from 'node:assert'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Guard, GuardrailsError, ModelError, PolicyError, scanInput } from 'guardrails-node'

const MODELS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../guardrails-core/testdata/models')
const WORDS = path.join(MODELS, 'made_words')
const { cases } = JSON.parse(fs.readFileSync(path.join(MODELS, 'cases.json'), 'utf8'))
const file = (name) => fs.readFileSync(path.join(WORDS, name))

for (const each of cases) {
  test(`case ${each.name}`, async () => {
    const text = each.text.repeat(each.times ?? 1)
    const guard = new Guard({ policy: each.policy, models: { [each.as]: { path: path.join(MODELS, each.model), settings: each.settings } } })
    const verdict = guard.scanInput(text, { source: each.source })
    assert.equal(verdict.action, each.action)
    assert.deepEqual(
      verdict.findings.map(({ rule, kind, span }) => ({ rule, kind, matched: text.slice(span.start, span.end) })),
      each.findings,
    )
    assert.deepEqual(verdict.errors.map(({ kind }) => kind), each.errors)
    assert.deepEqual(Object.keys(verdict.scores).sort(), Object.keys(each.scores).sort())
    for (const [category, score] of Object.entries(each.scores)) assert.ok(Math.abs(verdict.scores[category] - score) < 2e-4, category)
    const [first, second] = await guard.scanBatch([text, text], { source: each.source })
    assert.deepEqual([first, second], [verdict, verdict])
  })
}

test('a model in every form', () => {
  const bytes = { model: file('model.onnx'), tokenizer: file('tokenizer.json'), config: file('config.json') }
  const forms = [WORDS, path.join(WORDS, 'model.onnx'), { path: WORDS, threads: 2 }, bytes]
  const verdicts = forms.map((form) => new Guard({ models: { injection: form } }).scanInput('an attack'))
  for (const verdict of verdicts) assert.deepEqual(verdict, verdicts[0])
  assert.equal(verdicts[0].findings[0].rule, 'model.words.injection')
  const bare = { model: bytes.model, tokenizer: bytes.tokenizer, settings: { labels: { LABEL_0: {} }, window: 16, activation: 'sigmoid' } }
  assert.equal(new Guard({ models: { injection: bare } }).scanInput('attack').findings[0].kind, 'INJECTION')
  assert.equal(scanInput('an attack').action, 'allow')
})

test('what does not fit is an error', () => {
  const build = (models) => () => new Guard({ models })
  const said = (type, message) => (error) => error instanceof type && error.message.includes(message)
  assert.throws(build({ injection: { path: WORDS, setings: {} } }), said(GuardrailsError, 'did you mean `settings`?'))
  assert.throws(build({ injection: { path: WORDS, settings: { windw: 3 } } }), said(ModelError, 'did you mean `window`?'))
  assert.throws(build({ injection: { path: WORDS, backend: 'onnx' } }), said(ModelError, 'did you mean `onnxruntime`?'))
  assert.throws(build({ injection: { path: WORDS, backend: 'onnxruntime', library: '/nowhere.so' } }), said(ModelError, 'nowhere.so'))
  assert.throws(build({ injection: { path: MODELS } }), said(ModelError, 'tokenizer.json'))
  assert.throws(build({ injection: { model: Buffer.from('x'), tokenizer: file('tokenizer.json') } }), said(ModelError, 'model `injection`'))
  assert.throws(build({ injection: { model: file('model.onnx') } }), said(TypeError, 'tokenizer'))
  assert.throws(build({ injection: 3 }), said(TypeError, 'models.injection'))
  assert.throws(build([WORDS]), said(TypeError, 'models'))
  assert.throws(build({ injection: path.join(MODELS, 'none') }), { code: 'ENOENT' })
  assert.throws(() => new Guard({ policy: { override: [{ kinds: ['TOXIC'], action: 'block' }] } }), said(PolicyError, 'TOXIC'))
  assert.throws(() => Guard.withDefaultModels(), said(ModelError, 'guardrails-models'))
})

test('a limit of time is looked at', () => {
  const verdict = (model_ms) => new Guard({ policy: { limits: { model_ms }, on_error: 'review' }, models: { any: WORDS } }).scanInput('hello')
  assert.equal(verdict(60000).action, 'allow')
  assert.deepEqual([verdict(0).action, verdict(0).errors[0].kind], ['review', 'limit'])
})

test('the event loop turns while a model reads', async () => {
  const settings = { window: 64, labels: { injection: { threshold: 0.999 } } }
  const guard = new Guard({ models: { injection: { path: path.join(MODELS, 'deberta_v2'), settings } } })
  const text = 'the roses reach the gate '.repeat(600)
  const expected = guard.scanInput(text)
  let [turns, reads] = [0, true]
  const turn = () => reads && ++turns && setImmediate(turn)
  setImmediate(turn)
  const verdict = await guard.scanInputAsync(text)
  reads = false
  assert.deepEqual(verdict, expected)
  // A call that reads on the loop itself settles before the first turn. How many there are beside it says how busy the machine is.
  assert.ok(turns > 0, `${turns}`)
})
