'use strict'
// The files lie once in the repository, beside how they were made; the package takes a copy.
const fs = require('node:fs')
const path = require('node:path')

const [from, to] = [path.join(__dirname, '../../guardrails-core/models/encoder'), path.join(__dirname, 'encoder')]
fs.mkdirSync(to, { recursive: true })
for (const name of ['model.onnx', 'tokenizer.json', 'config.json', 'README.md']) fs.copyFileSync(path.join(from, name), path.join(to, name))
fs.copyFileSync(path.join(__dirname, '../LICENSE-APACHE'), path.join(to, 'LICENSE-APACHE'))
