#!/usr/bin/env python3
"""Instructions and allocations of fixed scenarios against the committed ones: a gate that a busy machine cannot fool.

    python3 benches/counts.py           compares; exit status 1 where one takes over 3% more instructions or one allocation more
    python3 benches/counts.py --bless   writes what is counted now to benches/counts.json

Instructions are counted by callgrind, on the processor that valgrind emulates, so that load and clock do not matter. They
do depend on the compiler, the C library, valgrind and whether the machine has AVX2 (valgrind passes that on, and memchr and the C
library choose by it). The file names what it was made with; on anything else instructions are not compared, and that is said.
Allocations depend on the compiler alone.
"""
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "benches" / "counts.json"
MOST = 1.03
MEASURED = "*counted_by_callgrind*"


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def made_with(valgrind):
    """What the counts depend on besides the sources."""
    rustc = subprocess.run(["rustc", "-vV"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    find = lambda key: re.search(rf"^{key}: (.*)$", rustc, re.M).group(1)
    flags = Path("/proc/cpuinfo").read_text().split() if Path("/proc/cpuinfo").exists() else []
    return {
        "rustc": find("release"), "commit": find("commit-hash")[:9], "host": find("host"), "libc": " ".join(platform.libc_ver()),
        "valgrind": said(valgrind, "--version") if valgrind else None, "avx2": "avx2" in flags,
    }


def build():
    """The example as the product is built, whatever profile a developer's environment asks for."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CARGO_PROFILE_") and name != "RUSTFLAGS"}
    command = [os.environ.get("CARGO", "cargo"), "build", "--release", "--locked", "--quiet", "-p", "guardrails-core", "--example", "counts"]
    subprocess.run(command, cwd=ROOT, check=True, env=clean)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "counts"


def instructions(valgrind, program, inputs, name):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        # An environment of one variable: its size moves the stack, and with it the odd instruction of an aligned copy.
        subprocess.run([valgrind, "--tool=callgrind", f"--toggle-collect={MEASURED}", f"--callgrind-out-file={out}", program, inputs, name],
                       check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"})
        return int(re.search(r"^totals: (\d+)$", out.read_text(), re.M).group(1))


def count(valgrind):
    program, inputs = str(build()), str(ROOT / "benches" / "inputs")
    counts = json.loads(said(program, inputs))
    if valgrind:
        for name in counts:
            counts[name]["instructions"] = instructions(valgrind, program, inputs, name)
            if not counts[name]["instructions"]:
                sys.exit(f"counts: callgrind saw nothing of `{name}`")
    return counts


def main():
    valgrind = shutil.which("valgrind")
    here = made_with(valgrind)
    if "--bless" in sys.argv:
        if not valgrind:
            sys.exit("counts: no valgrind, nothing written")
        counts = count(valgrind)
        COMMITTED.write_text(json.dumps({"made_with": here, "scenarios": counts}, indent=2) + "\n")
        print(f"counts: {len(counts)} scenarios written to {COMMITTED.relative_to(ROOT)}")
        return
    committed = json.loads(COMMITTED.read_text())
    there = committed["made_with"]
    if here["rustc"] != there["rustc"] or here["host"] != there["host"]:
        print(f"counts: skipped, they were made with rustc {there['rustc']} on {there['host']} and this is {here['rustc']} on {here['host']}")
        return
    if not valgrind:
        print("counts: instructions skipped, there is no valgrind; allocations only")
    elif here != there:
        differs = ", ".join(f"{key} {here[key]} and not {there[key]}" for key in there if here[key] != there[key])
        print(f"counts: instructions skipped, {differs}; allocations only")
        valgrind = None
    counts, faults = count(valgrind), []
    if counts.keys() != committed["scenarios"].keys():
        faults.append("other scenarios than those committed")
    print(f"{'scenario':<34}{'instructions':>14}{'change':>9}{'a byte':>9}{'allocations':>13}{'change':>8}")
    for name, now in counts.items():
        then = committed["scenarios"].get(name, now)
        more = now["allocations"] - then["allocations"]
        took, ratio = now.get("instructions"), None
        if took:
            ratio = took / then["instructions"]
        per_byte = f"{took / now['bytes']:.1f}" if took and now["bytes"] else ""
        print(f"{name:<34}{took or '':>14}{f'{ratio - 1:+.2%}' if ratio else '':>9}{per_byte:>9}{now['allocations']:>13}{more:>+8}")
        if ratio and ratio > MOST:
            faults.append(f"{name}: {ratio - 1:.1%} more instructions")
        if more > 0:
            faults.append(f"{name}: {more} more allocations")
    if faults:
        sys.exit("counts: " + "; ".join(faults) + "\ncounts: where that is meant, `make bless-counts` and say why in the commit")
    print("counts: within 3% and no allocation more")


if __name__ == "__main__":
    main()
