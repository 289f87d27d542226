"""The table of ``guardrails rules``."""

import sys
from typing import Any, Dict, List

from rich.console import Console
from rich.text import Text

from .report import STYLES


def show(catalogue: Dict[str, Any]) -> None:
    """Every scanner with its rules: id, kind, severity, and what becomes of a finding on its way in and out."""
    out = Console(file=sys.stdout, soft_wrap=True, highlight=False, markup=False, emoji=False)
    rules: List[Dict[str, Any]] = catalogue["rules"]
    width = {key: max((len(rule[key]) for rule in rules), default=0) for key in ("id", "kind")}
    categories = {scanner["category"] for scanner in catalogue["scanners"]}
    others = sorted({rule["category"] for rule in rules} - categories)
    own_rules = [{"name": name, "category": name, "description": "rules of the policy's own", "runs": True} for name in others]
    for scanner in catalogue["scanners"] + own_rules:
        state = "" if scanner["runs"] else " (off)"
        out.print(Text(f"{scanner['name']}{state}", style="bold") + Text(f"  {scanner['description']}"))
        for rule in (rule for rule in rules if rule["category"] == scanner["category"]):
            actions = Text(" in ") + Text(f"{rule['input']:<7}", style=STYLES[rule["input"]])
            actions += Text(" out ") + Text(f"{rule['output']:<7}", style=STYLES[rule["output"]])
            severity = rule["severity"] or "-"
            trial = "  (preview)" if rule["preview"] else ""
            line = f"  {rule['id']:<{width['id']}}  {rule['kind']:<{width['kind']}}  {severity:<9}"
            out.print(Text(line) + actions + Text(f"  {rule['description']}{trial}"))
        out.print()
    for category, threshold in catalogue["thresholds"].items():
        out.print(f"{category}: as listed from a score of {threshold} up, below it at most flag")
    out.print(f"limits and failed scanners: {catalogue['on_error']}; least confidence of a finding: {catalogue['min_confidence']}")
    out.print(f"{len(rules)} rules and reports, {len({rule['kind'] for rule in rules})} kinds, policy {catalogue['policy']}")
