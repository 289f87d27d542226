#!/usr/bin/env bash
# Builds the wheel as a user would get it and tests it, on a bare machine with Rust, a C compiler and Python 3.9 or later.
# Everything else comes from PyPI and crates.io; everything made lies under target/.
set -euo pipefail
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}
root=$(cd .. && pwd)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
venv=$CARGO_TARGET_DIR/py-venv dist=$CARGO_TARGET_DIR/py-dist

lines=$(cat src/*.rs | wc -l)
echo "guardrails-py: $lines lines of Rust"
[ "$lines" -lt 600 ] || { echo "guardrails-py: the binding has 600 lines of Rust or more"; exit 1; }

rm -rf "$venv" "$dist"
"$PYTHON" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --upgrade pip 'maturin>=1.16,<2'
# Named as a target, the machine's own kind shares what is compiled with the Node package, whose tool names it.
host=$(rustc -vV | sed -n 's/^host: //p')
CARGO_BUILD_TARGET=$host "$venv/bin/maturin" build --release --locked --quiet --interpreter "$venv/bin/python" -o "$dist"
wheel=$(ls "$dist"/*.whl)
size=$(stat -c %s "$wheel" 2>/dev/null || stat -f %z "$wheel")
echo "guardrails-py: $(basename "$wheel"), $size bytes"
[ "$size" -le 9500000 ] || { echo "guardrails-py: the wheel is larger than 9.5 MB"; exit 1; }
case $wheel in *-abi3-*) ;; *) echo "guardrails-py: no abi3 wheel"; exit 1 ;; esac

# The package alone first: its import needs nothing, and the command line says what it needs.
"$venv/bin/python" -m pip install --quiet "$wheel"
"$venv/bin/python" -I -c 'from guardrails_py import scan_input; assert scan_input("ada@example.com").action == "redact"'
said=$("$venv/bin/guardrails" scan 2>&1 </dev/null || true)
case $said in *'guardrails-py[cli]'*) ;; *) echo "guardrails-py: the missing extra is not said"; exit 1 ;; esac
"$venv/bin/python" -m pip install --quiet "$wheel[test]"

# The example `scan` is what Python is compared with; the published schema of SARIF comes with a crate.
(cd .. && cargo build --quiet --release --locked -p guardrails-core --example scan)
export CORE_SCAN=$CARGO_TARGET_DIR/release/examples/scan
sarif=$CARGO_TARGET_DIR/sarif
if [ ! -f "$sarif/schema.json" ]; then
  rm -rf "$sarif" && mkdir -p "$sarif/src" && touch "$sarif/src/lib.rs"
  printf '[package]\nname = "sarif"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\nserde-sarif = "=0.8.0"\n[workspace]\n' >"$sarif/Cargo.toml"
  manifest=$(cd "$sarif" && cargo metadata --quiet --format-version 1 |
    "$PYTHON" -c 'import json, sys; print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == "serde-sarif"))') &&
    cp "$(dirname "$manifest")/src/schema.json" "$sarif/schema.json"
fi
export SARIF_SCHEMA=$sarif/schema.json
"$venv/bin/python" -m pytest -p no:cacheprovider "$@"

# From a clone, with build isolation.
CARGO_BUILD_TARGET=$host "$venv/bin/python" -m pip install --quiet --force-reinstall --no-deps .
"$venv/bin/python" -I -c 'from guardrails_py import scan_input; assert scan_input("ada@example.com").action == "redact"'

# What is published as source holds the core too. SDIST=1 also builds it apart from this tree, which takes as long as the first build.
"$venv/bin/maturin" sdist -o "$dist" >"$dist/sdist.log" 2>&1 || { cat "$dist/sdist.log"; exit 1; }
held=$(tar -tzf "$dist"/*.tar.gz)
for file in guardrails-core/src/lib.rs guardrails-core/build.rs guardrails-core/rules/pii_global.toml guardrails-py/src/lib.rs; do
  case $held in *"$file"*) ;; *) echo "guardrails-py: the source distribution lacks $file"; exit 1 ;; esac
done
if [ "${SDIST:-0}" = 1 ]; then
  "$PYTHON" -m venv --clear "$venv-sdist"
  CARGO_TARGET_DIR="$CARGO_TARGET_DIR/py-sdist" "$venv-sdist/bin/python" -m pip install --quiet "$dist"/*.tar.gz
  "$venv-sdist/bin/python" -I -c 'from guardrails_py import scan_input; assert scan_input("ada@example.com").action == "redact"'
  echo "guardrails-py: the source distribution builds"
fi
echo "guardrails-py: all passed"
