/** The folder of each model by its name: `model.onnx`, `tokenizer.json`, `config.json`, and `README.md`, its card. */
export function models(): Record<string, string>
