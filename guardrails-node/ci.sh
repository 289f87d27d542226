#!/usr/bin/env bash
# The package on a bare machine with Rust, Node 20 or newer and a C compiler: built, tested, packed and measured against its bounds.
set -euo pipefail
cd "$(dirname "$0")"
fail() { echo "guardrails-node: $*" >&2; exit 1; }

# Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, and npm leaves out those it could not see.
npm install --no-audit --no-fund
npm run build

# What is generated is committed, so that a change of the native half's surface is seen in review.
git diff --exit-code -- index.d.ts index.js npm || fail "generated files are not those of the sources: commit what \`npm run build\` wrote"

# Thin: the binding translates and never decides.
lines=$(cat src/*.rs build.rs | wc -l)
[ "$lines" -lt 600 ] || fail "the binding has $lines lines of Rust, the bound is 600"
echo "guardrails-node: $lines lines of Rust"

npm run types
npm test

# The tarball holds the package and this platform's library, nothing of the sources, and is small.
packed=$(npm pack --dry-run --json)
node -e '
  const [{ files, size, unpackedSize }] = JSON.parse(process.argv[1])
  const names = files.map(({ path }) => path)
  const fits = (name) => /^(index\.(js|d\.ts)|lib\/[a-z]+\.(js|mjs|d\.ts|d\.mts)|package\.json|README\.md|LICENSE(-[A-Z]+)?|guardrails\.[a-z0-9-]+\.node)$/.test(name)
  const expected = ["index.js", "index.d.ts", "lib/guardrails.js", "lib/guardrails.mjs", "lib/guardrails.d.ts", "lib/guardrails.d.mts"]
  const faults = [
    ...names.filter((name) => !fits(name)).map((name) => `${name} does not belong into the tarball`),
    ...expected.filter((name) => !names.includes(name)).map((name) => `${name} is missing from the tarball`),
    ...(names.some((name) => name.endsWith(".node")) ? [] : ["the library is missing from the tarball"]),
    ...(size > 19 << 19 ? [`the tarball has ${size} bytes, the bound is 9.5 MiB`] : []),
  ]
  if (faults.length > 0) { console.error(faults.join("\n")); process.exit(1) }
  console.log(`guardrails-node: tarball of ${(size / 1e6).toFixed(1)} MB, ${(unpackedSize / 1e6).toFixed(1)} MB unpacked, ${names.length} files`)
' "$packed"

# And it works where it is installed: the tarball, in an empty project, without the clone around it.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" >/dev/null
(
  cd "$folder"
  echo '{"private": true}' >package.json
  npm install --no-audit --no-fund --offline --silent ./guardrails-node-*.tgz
  text=$(node -p "require('guardrails-node').scanInput('mail ada@example.com').text")
  [ "$text" = "mail [EMAIL_ADDRESS]" ] || fail "the installed package says: $text"
  text=$(node --input-type=module -e "import { scanOutput } from 'guardrails-node'; console.log(scanOutput('mail ada@example.com').text)")
  [ "$text" = "mail [EMAIL_ADDRESS]" ] || fail "the installed package says: $text"
)
echo "guardrails-node: all passed"
