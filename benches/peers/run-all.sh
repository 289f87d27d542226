#!/usr/bin/env bash
# Every peer that is installed (install.sh), one after the other: run-all.sh FOLDER, which holds texts.json and gets a .jsonl for each.
set -uo pipefail
cd "$(dirname "$0")/../.."
to=$1 peers=${CARGO_TARGET_DIR:-target}/peers
texts=$to/texts.json
run() { # title, file, command
  local title=$1 file=$2; shift 2
  [ -x "$(command -v "$1")" ] || { echo "peers: $title is not installed"; return; }
  # A peer that hangs does not keep the others from running.
  timeout 600 "$@" 2>"$to/$file.log" | grep '^{' >"$to/$file.jsonl" || echo "peers: $title failed, see $to/$file.log"
  echo "peers: $title, $(wc -l <"$to/$file.jsonl") lines"
}
py() { run "$1" "py-$2" "$3" benches/peers/run.py "$1" "$texts"; }
js() { [ -d "$peers/js-$2" ] && run "$1" "js-$2" node benches/peers/run.mjs "$1" "$peers/js-$2" "$texts" || echo "peers: $1 is not installed"; }

py guardrails-py guardrails "${CARGO_TARGET_DIR:-target}/py-venv/bin/python"
py detect-secrets detect-secrets "$peers/py-detect-secrets/bin/python"
py Presidio presidio "$peers/py-presidio/bin/python"
py "OpenAI guardrails" openai "$peers/py-openai-guardrails/bin/python"
py scrubadub scrubadub "$peers/py-scrubadub/bin/python"
py DataFog datafog "$peers/py-datafog/bin/python"
py Invariant invariant "$peers/py-invariant/bin/python"
py "LLM Guard" llm-guard "$peers/py-llm-guard/bin/python"
py LlamaFirewall llamafirewall "$peers/py-llm-guard/bin/python"
js guardrails-node guardrails-node
js hai-guardrails hai-guardrails
js redact-pii redact-pii
js "OpenAI guardrails (npm)" openai-guardrails
js llm-io-guard llm-io-guard
js "llm-guard (npm)" llm-guard
js llm-prompt-guard llm-prompt-guard
