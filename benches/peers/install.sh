#!/usr/bin/env bash
# The Python and Node peers from PyPI and npm, each in a folder of its own under target/peers, since their dependencies conflict.
# benches/peers/install.sh [all]   LLM Guard and LlamaFirewall bring CUDA with them, 6 GB in all: only with `all`.
# What does not install is said, and its row is missing from the tables.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=${CARGO_TARGET_DIR:-target}/peers
mkdir -p "$folder"
PYTHON=${PYTHON:-python3}

python() { # folder, packages
  local to=$folder/py-$1; shift
  [ -f "$to/done" ] && return
  "$PYTHON" -m venv --clear "$to" && "$to/bin/pip" install --quiet "$@" && touch "$to/done" || echo "peers: $* does not install here"
}
node() { # folder, packages
  local to=$folder/js-$1; shift
  [ -f "$to/done" ] && return
  rm -rf "$to"; mkdir -p "$to"; echo '{"private": true}' >"$to/package.json"
  (cd "$to" && npm install --silent --no-audit --no-fund "$@" && touch done) || echo "peers: $* does not install here"
}

python detect-secrets detect-secrets==1.5.0
python presidio presidio-analyzer==2.2.366
python openai-guardrails openai-guardrails==0.3.6
python scrubadub scrubadub==2.0.1
python datafog 'datafog[rust]==4.9.0'
python invariant invariant-ai==0.3.5
node hai-guardrails @presidio-dev/hai-guardrails@1.12.0
node redact-pii redact-pii@3.4.0
node openai-guardrails @openai/guardrails@0.2.1
node llm-io-guard llm-io-guard@0.1.0
node llm-guard llm-guard@0.1.9
node llm-prompt-guard llm-prompt-guard@2.2.1
if [ "${1:-}" = all ]; then
  python llm-guard llm-guard==0.3.16
  # What LlamaFirewall asks for conflicts with it in versions only; its regexes need none of that.
  "$folder/py-llm-guard/bin/pip" install --quiet --no-deps llamafirewall==1.0.3 codeshield==1.0.1 semgrep==1.185.0 openai jiter distro sniffio || echo "peers: llamafirewall does not install here"
fi

# Our own packages, as they were built by \`make python node\`.
[ -x "${CARGO_TARGET_DIR:-target}/py-venv/bin/python" ] || echo "peers: no guardrails-py, \`make python\` first"
rm -rf "$folder/js-guardrails-node"; mkdir -p "$folder/js-guardrails-node/node_modules"
ln -s "$PWD/guardrails-node" "$folder/js-guardrails-node/node_modules/guardrails-node"
