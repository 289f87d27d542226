export * from './guardrails.js'
