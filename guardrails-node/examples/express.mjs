// An Express handler that checks what goes into the model and what comes out of it.
//
//   node examples/express.mjs      then: curl -d '{"message": "hello"}' -H 'content-type: application/json' localhost:3000/chat
import express from 'express'
import { pathToFileURL } from 'node:url'
import { Guard } from 'guardrails-node'

// Built once: scanning is safe from every request.
const guard = new Guard()

/**
 * @param {(prompt: string) => Promise<string>} model whatever asks your model
 */
export function app(model) {
  const app = express()
  app.use(express.json({ limit: '1mb' }))
  app.post('/chat', async (request, response, next) => {
    try {
      const message = request.body?.message
      if (typeof message !== 'string') return response.status(400).json({ error: '`message` is a string' })
      // Microseconds for a prompt: no need to leave the event loop.
      const asked = guard.scanInput(message)
      // Null on `block` and `review`. Ids and places go to the log, never the text.
      if (asked.text === null) return response.status(422).json({ error: 'refused', rules: asked.findings.map(({ rule }) => rule) })
      const answered = guard.scanOutput(await model(asked.text), { prompt: asked.text })
      if (answered.text === null) return response.status(502).json({ error: 'the answer was withheld' })
      return response.json({ answer: answered.text })
    } catch (error) {
      return next(error)
    }
  })
  return app
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  app(async (prompt) => `You said: ${prompt}`).listen(3000, () => console.log('http://localhost:3000/chat'))
}
