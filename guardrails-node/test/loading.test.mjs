// How the package is loaded, and what its types say it has.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import ts from 'typescript'
import * as esm from 'guardrails-node'

const require = createRequire(import.meta.url)
const cjs = require('guardrails-node')
const path = (file) => fileURLToPath(new URL(file, import.meta.url))

test('`import` and `require` give the same objects', () => {
  assert.deepEqual(Object.keys(esm).sort(), Object.keys(cjs).sort())
  for (const name of Object.keys(cjs)) assert.equal(esm[name], cjs[name])
  assert.deepEqual(require('guardrails-node/package.json').name, 'guardrails-node')
  assert.throws(() => require('guardrails-node/lib/pool.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' })
})

test('a program of either kind runs', () => {
  const options = { encoding: 'utf8', cwd: path('.') }
  const cjsProgram = "const { scanInput } = require('guardrails-node'); console.log(scanInput('mail ada@example.com').text)"
  const esmProgram = "import { scanInput } from 'guardrails-node'; console.log(scanInput('mail ada@example.com').text)"
  assert.equal(execFileSync(process.execPath, ['-e', cjsProgram], options), 'mail [EMAIL_ADDRESS]\n')
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', esmProgram], options), 'mail [EMAIL_ADDRESS]\n')
})

test('worker threads scan as well', async () => {
  const program = `
    const { parentPort } = require('node:worker_threads')
    const { Guard, scanInput } = require('guardrails-node')
    new Guard().scanBatch(['a', 'ada@example.com']).then((verdicts) => parentPort.postMessage([scanInput('ada@example.com'), ...verdicts]))`
  fs.writeFileSync(path('.worker.cjs'), program)
  try {
    const answers = await Promise.all(
      [1, 2, 3].map(() => new Promise((resolve, reject) => new Worker(path('.worker.cjs')).once('message', resolve).once('error', reject))),
    )
    const mail = cjs.scanInput('ada@example.com')
    for (const answer of answers) assert.deepEqual(answer, [mail, cjs.scanInput('a'), mail])
  } finally {
    fs.rmSync(path('.worker.cjs'))
  }
})

/** The declarations of a file by name. */
function declarations(file) {
  const source = ts.createSourceFile(file, fs.readFileSync(path(file), 'utf8'), ts.ScriptTarget.Latest, true)
  return new Map(source.statements.filter((one) => one.name).map((one) => [one.name.text, one]))
}

const members = (declaration) => declaration.members.filter((one) => one.name).map((one) => one.name.text)

test('the types compile, and what is wrong does not', () => {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', path('..')], { stdio: 'pipe' })
})

test('the types name what there is, all of it and nothing else', () => {
  const types = declarations('../lib/guardrails.d.ts')
  const values = [...types].filter(([, one]) => ts.isClassDeclaration(one) || ts.isFunctionDeclaration(one)).map(([name]) => name)
  assert.deepEqual(values.sort(), Object.keys(cjs).sort())
  const own = [...Object.getOwnPropertyNames(cjs.Guard.prototype), 'fromFile', 'withDefaultModels'].filter((name) => name !== 'constructor')
  assert.deepEqual(members(types.get('Guard')).sort(), own.sort())
  const verdict = cjs.scanInput('ada@example.com')
  assert.deepEqual(members(types.get('Verdict')), Object.keys(verdict))
  // Findings that have everything a finding can have: in a file, in a key and in a cell.
  const [id, secret] = [['AK', 'IAQZ4M7X', 'K2VJ3TBN', '6R'].join(''), ['kW9vQ2mZ7rT4xL1pN8sB', '3yH6cJ5dF0gAeUiOqYtR'].join('')]
  const file = `the aws key ${id} and what goes with it is ${secret} # guardrails: allow`
  const [full] = cjs.scanInput(file, { notes: { inline: true, salt: '0123456789abcdef' } }).findings
  const placed = [new cjs.Guard().scanJson('{"ada@example.com": 1}'), new cjs.Guard().scanCsv('mail\nada@example.com')]
  const keys = new Set([full, ...placed.map(({ findings }) => findings[0])].flatMap((finding) => Object.keys(finding)))
  assert.deepEqual(members(types.get('Finding')).sort(), [...keys].sort())
  const isOptional = (one) => one.questionToken !== undefined
  const needed = types.get('Finding').members.filter((one) => !isOptional(one)).map((one) => one.name.text)
  assert.deepEqual(needed, Object.keys(verdict.findings[0]))
})

test('the types of a policy are those of its schema', () => {
  const types = declarations('../lib/guardrails.d.ts')
  const schema = JSON.parse(fs.readFileSync(path('../../guardrails-core/policy.schema.json'), 'utf8'))
  const { Limits, Override, Allow, Operator, WordList, RuleSource } = schema.$defs
  for (const [name, one] of Object.entries({ Policy: schema, Limits, Override, Allow, Operator, WordList, Rule: RuleSource })) {
    assert.deepEqual(members(types.get(name)).sort(), Object.keys(one.properties).sort(), name)
  }
  const union = (name) => types.get(name).type.types.map((one) => one.literal.text)
  const names = (name) => schema.$defs[name].enum ?? schema.$defs[name].oneOf.map((one) => one.const)
  for (const name of ['Action', 'Category', 'Severity', 'Risk']) assert.deepEqual(union(name), names(name), name)
  assert.deepEqual([...union('Source'), 'model'], names('Source'))
})
