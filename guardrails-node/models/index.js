'use strict'
const fs = require('node:fs')
const path = require('node:path')

/** The folder of each model by its name. In a clone the files lie beside how they were made. */
function models() {
  const packed = path.join(__dirname, 'encoder')
  return { encoder: fs.existsSync(packed) ? packed : path.join(__dirname, '../../guardrails-core/models/encoder') }
}

module.exports = { models }
