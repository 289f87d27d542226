#!/usr/bin/env python3
"""The lines of every check as tables and plots: report.py FOLDER_OF_JSONL [NOTE] writes benches/record/DATE.md and two SVG files beside it."""
import datetime
import json
import math
import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
OURS = ("guardrails-core", "guardrails-py", "guardrails-node")
LANGUAGE = {"rs": "Rust", "py": "Python", "js": "Node"}
SHOWN = ["prompt, 100 B", "prompt, 1 KB", "prose, 8 KB", "prose, 64 KB", "code, 8 KB", "ten languages, 8 KB", "attack in a prompt, 1 KB", "attacks in disguise", "personal data, 8 KB", "secrets, 8 KB"]


def read(folder):
    """What each check says, by (language, peer, check): its times by task and what it finds; and what each peer needs to start."""
    checks, starts = {}, {}
    for path in sorted(Path(folder).glob("*.jsonl"), key=lambda path: (list(LANGUAGE).index(path.name[:2]), path.name)):
        language = LANGUAGE[path.name[:2]]
        for line in map(json.loads, path.read_text().splitlines()):
            if "check" not in line:
                starts[language, line["peer"]] = line
                continue
            check = checks.setdefault((language, line["peer"], line["check"]), {"of": line["of"], "version": line["version"], "times": {}})
            if "task" in line:
                check["times"][line["task"]] = line
            else:
                check |= {"recall": line["recall"], "clean": line["clean_flagged"]}
    return checks, starts


def number(us):
    return "" if us is None else f"{us:.2f}" if us < 10 else f"{us:.1f}" if us < 100 else f"{us:,.0f}"


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    rustc = subprocess.run(["rustc", "-V"], capture_output=True, text=True).stdout.strip()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    load = f"load {os.getloadavg()[1]:.1f} at the end"
    return f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, {load}; {platform.system()}, {rustc}, Python {platform.python_version()}; commit {commit}"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def table(head, rows):
    return row(head) + row(["---"] * len(head)) + "".join(row(cells) for cells in rows) + "\n"


def name(key):
    language, peer, check = key
    peer = f"**{peer}**" if peer in OURS else peer
    return f"{peer}: {check}"


def report(checks, starts, today):
    out = f"# Comparison of {today}\n\nWritten by `make bench-compare`; [METHOD](../METHOD.md) says what is measured and whom it favours.\n\n{machine()}.\n\n"
    if len(sys.argv) > 2:
        out += sys.argv[2] + "\n\n"
    out += "## In short\n\n" + summary(checks, starts)
    out += "## Time of one call\n\nMicroseconds, p50 of the calls. Empty: not run, because a call takes over six seconds or does not work.\n\n"
    for language in LANGUAGE.values():
        here = [key for key in checks if key[0] == language]
        out += f"### {language}\n\n" + table(["check", *SHOWN], [[name(key), *(number(checks[key]["times"].get(task, {}).get("p50_us")) for task in SHOWN)] for key in here])
    out += "## Tails, throughput, start\n\np99 and MB/s; memory and import are those of the peer's process, with everything that it imports.\n\n"
    rows = []
    for key, check in checks.items():
        at = lambda task, what: check["times"].get(task, {}).get(what)
        long = check["times"].get("prose, 64 KB") or check["times"].get("prose, 8 KB")
        start = starts.get(key[:2], {})
        rows.append([
            name(key), key[0], check["version"], number(at("prompt, 1 KB", "p50_us")), number(at("prompt, 1 KB", "p99_us")), number(at("prose, 8 KB", "p99_us")),
            f"{long['bytes'] / long['p50_us']:.2f}" if long else "", f"{start['memory_mb']:.0f}" if start else "",
            f"{start.get('import_s', 0):.2f}" if start else "", f"{start['ready_s']:.2f}" if start else "",
        ])
    out += table(["check", "language", "version", "1 KB p50 µs", "1 KB p99 µs", "8 KB p99 µs", "MB/s, prose", "memory MB", "import s", "ready s"], rows)
    huge = [(key, check["times"]["prose, 16 MB"]) for key, check in checks.items() if "prose, 16 MB" in check["times"]]
    if huge:
        out += "16 MB of prose in one call, in milliseconds: " + "; ".join(f"{name(key)} {line['p50_us'] / 1000:,.1f}" for key, line in huge) + ".\n\n"
    texts = json.loads((ROOT / "benches/inputs/labelled.json").read_text())
    count = lambda label: sum(text["label"] == label for text in texts)
    out += (f"## What is found\n\nThe share of {count('injection')} texts with an injection, {count('pii')} with personal data and {count('secrets')} with a secret in which the check finds something, and of {count('clean')} clean "
            "ones. A check is asked only about what it claims to find. The texts are ours: see METHOD.\n\n")
    percent = lambda value: "" if value is None else f"{value:.0%}"
    out += table(["check", "language", "injection", "personal data", "secrets", "clean texts flagged", "1 KB p50 µs"], [
        [name(key), key[0], *(percent(check["recall"].get(label)) for label in ("injection", "pii", "secrets")), percent(check["clean"]), number(check["times"].get("prompt, 1 KB", {}).get("p50_us"))]
        for key, check in checks.items() if "recall" in check])
    out += verdicts(checks)
    return out


def summary(checks, starts):
    """One row a check: what it costs on four texts, what it finds, what its process holds."""
    percent = lambda value: "" if value is None else f"{value:.0%}"
    rows = []
    for key, check in checks.items():
        if "recall" in check:
            at = lambda task: number(check["times"].get(task, {}).get("p50_us"))
            start = starts.get(key[:2])
            rows.append([key[0], name(key), at("prompt, 1 KB"), at("prose, 8 KB"), at("code, 8 KB"), at("ten languages, 8 KB"), *(percent(check["recall"].get(label)) for label in ("injection", "pii", "secrets")),
                         percent(check["clean"]), f"{start['memory_mb']:.0f}" if start else ""])
    return table(["", "check", "1 KB prompt µs", "8 KB prose", "8 KB code", "8 KB, ten languages", "injection found", "personal data", "secrets", "clean texts flagged", "MB"], rows)


def verdicts(checks):
    """Where we are not ahead: in time against any check of the same claim, in recall, in clean texts."""
    worse = []
    for key, check in checks.items():
        if key[1] in OURS or "recall" not in check:
            continue
        ours = {"Rust": "guardrails-core", "Python": "guardrails-py", "Node": "guardrails-node"}[key[0]]
        mine = checks.get((key[0], ours, "everything"))
        if not mine:
            continue
        slower = [f"{task} ({number(mine['times'][task]['p50_us'])} and not {number(line['p50_us'])} µs)" for task, line in check["times"].items() if task in mine["times"] and mine["times"][task]["p50_us"] > line["p50_us"]]
        misses = [f"{label} ({mine['recall'][label]:.0%} and not {recall:.0%})" for label, recall in check["recall"].items() if mine["recall"][label] < recall]
        louder = [f"{mine['clean']:.0%} of clean texts and not {check['clean']:.0%}"] if mine["clean"] > check["clean"] else []
        for what, how in ((slower, "is slower on"), (misses, "finds less of"), (louder, "flags")):
            if what:
                worse.append(f"- Against {name(key)}, everything of {ours} {how} {'; '.join(what)}.\n")
    return "## Where the whole guard is behind\n\n" + ("".join(worse) or "Against no peer, on no text of these.\n") + "\n"


def bars(title, rows, unit, log):
    """Horizontal bars: (label, value, whether it is ours)."""
    width, left, step = 900, 400, 22
    top = max(value for _, value, _ in rows)
    low = min(value for _, value, _ in rows) / 2
    scale = (lambda value: (math.log(value / low)) / math.log(top / low)) if log else (lambda value: value / (top or 1))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{len(rows) * step + 50}" font-family="sans-serif" font-size="13">',
           f'<rect width="100%" height="100%" fill="white"/><text x="10" y="22" font-size="15">{escape(title)}</text>']
    for at, (label, value, own) in enumerate(rows):
        y = 40 + at * step
        length = max(2, scale(value) * (width - left - 110))
        out.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escape(label)}</text><rect x="{left}" y="{y}" width="{length:.1f}" height="16" fill="{"#0b6e4f" if own else "#9aa5b1"}"/>'
                   f'<text x="{left + length + 6:.1f}" y="{y + 13}">{unit(value)}</text>')
    return "\n".join(out) + "\n</svg>\n"


def main():
    checks, starts = read(sys.argv[1])
    today = datetime.date.today().isoformat()
    record = ROOT / "benches" / "record"
    record.mkdir(exist_ok=True)
    (record / f"{today}.md").write_text(report(checks, starts, today))
    label = lambda key: f"{key[1]} ({key[0]}): {key[2]}"[:62]
    timed = [(label(key), check["times"]["prompt, 1 KB"]["p50_us"], key[1] in OURS) for key, check in checks.items() if "prompt, 1 KB" in check["times"] and check["of"]]
    (record / "latency.svg").write_text(bars("One call on a clean prompt of 1 KB, p50, logarithmic", sorted(timed, key=lambda row: row[1]), lambda us: f"{number(us)} µs", True))
    found = [(label(key), 100 * sum(check["recall"].values()) / len(check["recall"]), key[1] in OURS) for key, check in checks.items() if "recall" in check]
    (record / "recall.svg").write_text(bars("Share of the labelled texts found, mean over what the check claims to find", sorted(found, key=lambda row: -row[1]), lambda share: f"{share:.0f} %", False))
    print(f"report: {len(checks)} checks in benches/record/{today}.md")


main()
