'use strict'
// Models as the bytes of their files, the only form in which they reach the core.
const fs = require('node:fs')
const path = require('node:path')
const { bytes, isRecord, options, string, wrong } = require('./arguments.js')
const { ModelError } = require('./errors.js')

const KEYS = ['path', 'model', 'tokenizer', 'config', 'settings', 'backend', 'threads', 'library', 'sessions', 'arena']

/**
 * @param {unknown} models
 * @returns {import('../index.js').NativeModel[]}
 */
function modelFiles(models) {
  if (models === undefined) return []
  if (!isRecord(models)) throw wrong('models', 'an object from names to models', models)
  return Object.entries(models).map(([name, model]) => one(name, typeof model === 'string' ? { path: model } : model))
}

/** The folders of the models in the package `guardrails-models`. */
function defaultModels() {
  let found
  try {
    found = require.resolve('guardrails-models', { paths: [process.cwd(), __dirname] })
  } catch {
    throw new ModelError('the package `guardrails-models` is not installed: npm install guardrails-models', 'model')
  }
  return require(found).models()
}

/**
 * @param {string} name
 * @param {unknown} model
 */
function one(name, model) {
  if (!isRecord(model)) throw wrong(`models.${name}`, 'a path or an object', model)
  const given = options(model, KEYS)
  const { config, ...files } = given.path === undefined ? inMemory(name, given) : inFolder(name, string(given.path, `models.${name}.path`))
  const { backend, threads, sessions, arena } = given
  const library = given.library ?? (backend === 'onnxruntime' ? onnxRuntime() : undefined)
  const runs = Object.fromEntries(Object.entries({ name: backend, threads, sessions, arena, library }).filter(([, value]) => value !== undefined))
  if (given.settings !== undefined && !isRecord(given.settings)) throw wrong(`models.${name}.settings`, 'an object', given.settings)
  const settings = { ...given.settings, ...(Object.keys(runs).length > 0 ? { backend: runs } : {}) }
  return { name, ...files, ...(config === undefined ? {} : { config }), settings: JSON.stringify(settings) }
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} given
 */
function inMemory(name, { model, tokenizer, config }) {
  const [graph, words] = [bytes(model, `models.${name}.model`), bytes(tokenizer, `models.${name}.tokenizer`)]
  if (graph === undefined || words === undefined) throw wrong(`models.${name}`, 'a path, or `model` and `tokenizer` as bytes', undefined)
  return { model: graph, tokenizer: words, config: bytes(config, `models.${name}.config`) }
}

/**
 * A folder, or the file of the graph. Exports put the graph beside the tokenizer or into `onnx/`.
 * @param {string} name
 * @param {string} place
 */
function inFolder(name, place) {
  const isFolder = fs.statSync(place).isDirectory()
  const inner = path.join(place, 'onnx', 'model.onnx')
  const direct = path.join(place, 'model.onnx')
  const graph = !isFolder ? place : fs.existsSync(direct) || !fs.existsSync(inner) ? direct : inner
  const beside = isFolder ? place : path.dirname(place)
  const folder = fs.existsSync(path.join(beside, 'tokenizer.json')) ? beside : path.dirname(beside)
  const [words, config] = [path.join(folder, 'tokenizer.json'), path.join(folder, 'config.json')]
  if (!fs.existsSync(words)) throw new ModelError(`models.${name}: there is no tokenizer.json in ${beside}`, 'model')
  return { model: fs.readFileSync(graph), tokenizer: fs.readFileSync(words), config: fs.existsSync(config) ? fs.readFileSync(config) : undefined }
}

/** The library inside the package `onnxruntime-node`. */
function onnxRuntime() {
  let bin
  try {
    bin = path.join(path.dirname(require.resolve('onnxruntime-node', { paths: [process.cwd(), __dirname] })), '..', 'bin')
  } catch {
    throw new ModelError('the package `onnxruntime-node` is not installed, and no `library` is given', 'model')
  }
  const folders = fs.readdirSync(bin).map((version) => path.join(bin, version, process.platform, process.arch))
  for (const folder of folders.filter((folder) => fs.existsSync(folder))) {
    const library = fs.readdirSync(folder).find((file) => /^(libonnxruntime\.(so|\d|dylib)|onnxruntime\.dll)/.test(file))
    if (library !== undefined) return path.join(folder, library)
  }
  throw new ModelError(`there is no library of ONNX Runtime for this platform in ${bin}`, 'model')
}

module.exports = { modelFiles, defaultModels }
