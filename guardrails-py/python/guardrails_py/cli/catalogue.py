"""The table of ``guardrails rules``."""

from typing import Any, Dict, List

from .report import Styled, write


def show(catalogue: Dict[str, Any]) -> None:
    """Every scanner with its rules: id, kind, severity, and what becomes of a finding on its way in and out."""
    styled, lines = Styled(), []
    rules: List[Dict[str, Any]] = catalogue["rules"]
    width = {key: max((len(rule[key]) for rule in rules), default=0) for key in ("id", "kind")}
    categories = {scanner["category"] for scanner in catalogue["scanners"]}
    others = sorted({rule["category"] for rule in rules} - categories)
    own_rules = [{"name": name, "category": name, "description": "rules of the policy's own", "runs": True} for name in others]
    for scanner in catalogue["scanners"] + own_rules:
        state = "" if scanner["runs"] else " (off)"
        lines.append(f"{styled(scanner['name'] + state, bold=True)}  {scanner['description']}")
        for rule in (rule for rule in rules if rule["category"] == scanner["category"]):
            names = f"  {rule['id']:<{width['id']}}  {rule['kind']:<{width['kind']}}  {rule['severity'] or '-':<9}"
            actions = f"in {styled.action(rule['input'], 7)} out {styled.action(rule['output'], 7)}"
            lines.append(f"{names} {actions}  {rule['description']}{'  (preview)' if rule['preview'] else ''}")
        lines.append("")
    for category, threshold in catalogue["thresholds"].items():
        lines.append(f"{category}: as listed from a score of {threshold} up, below it at most flag")
    lines.append(f"limits and failed scanners: {catalogue['on_error']}; least confidence of a finding: {catalogue['min_confidence']}")
    lines.append(f"{len(rules)} rules and reports, {len({rule['kind'] for rule in rules})} kinds, policy {catalogue['policy']}")
    write("\n".join(lines) + "\n")
