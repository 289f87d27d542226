#!/usr/bin/env python3
"""One clean prompt of 1 KB scanned from Rust, Python and Node in turn: what a call costs, and what a binding adds.

usage: bindings.py [--rounds N]        after `make python node`; `make bench-bindings` calls it

Nanoseconds a call, the least of all rounds. Each program asserts its answer.
"""

import argparse
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = """
import sys, time
from guardrails_py import Guard
text, guard, least = sys.stdin.read(), Guard(), 1e18
for _ in range(20):
    start = time.perf_counter_ns()
    for _ in range(1000):
        verdict = guard.scan_input(text)
    least = min(least, (time.perf_counter_ns() - start) / 1000)
assert verdict.action == "allow" and verdict.text is text
print(least)
"""
NODE = """
const { Guard } = require('.')
const text = require('node:fs').readFileSync(0, 'utf8'), guard = new Guard()
let least = Infinity, verdict
for (let round = 0; round < 20; round++) {
  const start = process.hrtime.bigint()
  for (let i = 0; i < 1000; i++) verdict = guard.scanInput(text)
  least = Math.min(least, Number(process.hrtime.bigint() - start) / 1000)
}
if (verdict.action !== 'allow' || verdict.text !== text) throw new Error('not clean')
console.log(least)
"""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=10)
    rounds = options.parse_args().rounds
    text = (ROOT / "benches/inputs/prose.txt").read_text()[:1024]
    programs = {
        "Rust": [ROOT / "target/release/examples/time_scan", "20"],
        "Python": [ROOT / "target/py-venv/bin/python", "-I", "-c", PYTHON],
        "Node": ["node", "-e", NODE],
    }
    least = dict.fromkeys(programs, float("inf"))
    for _ in range(rounds):
        for name, command in programs.items():
            run = subprocess.run(command, input=text, text=True, capture_output=True, check=True, cwd=ROOT / "guardrails-node")
            least[name] = min(least[name], float(run.stdout))
    print("| `scan_input`, clean 1 KB prompt | ns a call | over Rust |\n|---|---|---|")
    for name, figure in least.items():
        print(f"| {name} | {figure:.0f} | {figure - least['Rust']:+.0f} |")


if __name__ == "__main__":
    main()
