// The same objects as `require` gives, so that `instanceof` holds in a program that loads the package both ways.
import guardrails from './guardrails.js'

export const { Guard, Vault, GuardrailsError, PolicyError, RuleError, ModelError, scanInput, scanOutput } = guardrails
