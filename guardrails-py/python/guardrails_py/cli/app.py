"""The commands."""

import json
import os
import sys
from pathlib import Path
from typing import Optional, Sequence, Tuple

import click

from .. import ACTIONS, ArgumentError, Guard, GuardrailsError, __version__
from . import catalogue, diffs, files, jsonl, report, review, scanning
from .baseline import Baseline, BaselineError

PROGRAM = "guardrails"


def run(args: Optional[Sequence[str]] = None) -> int:
    """The exit status. Whatever goes wrong is said on stderr."""
    try:
        status = cli.main(args, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return status or 0
    except click.ClickException as error:
        error.show()
        return 2
    except BrokenPipeError:
        # The reader went away. What is left in the buffer must not be written when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (BaselineError, GuardrailsError, OSError) as error:
        click.echo(f"{PROGRAM}: {error}", err=True)
        return 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Finds prompt injection, personal data, secrets, hidden text and leaks in texts."""


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH … | -]")
@click.option("--source", metavar="SOURCE", help="Where the texts come from: user (default), document, tool or system.")
@click.option("--output", is_flag=True, help="The texts are answers of a model.")
@click.option("--policy", type=click.Path(exists=True, dir_okay=False), help="A policy in TOML or JSON.")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl", "sarif"]), default="text", help="How to write what was found.")
@click.option("--fail-on", type=click.Choice(ACTIONS), default="block", show_default=True, help="The mildest action that gives exit status 1.")
@click.option("--jsonl", "stream", is_flag=True, help='Read {"id", "text", "source"?} a line from stdin, write {"id", …verdict} a line.')
@click.option("--threads", type=click.IntRange(min=1), help="Threads to scan with; all that the machine has by default.")
@click.option("--scanner", "scanners", multiple=True, metavar="NAME", help="Run only this scanner, such as secrets. May be given again.")
@click.option("--min-confidence", type=float, metavar="0…1", help="How sure a finding has to be.")
@click.option("--baseline", type=click.Path(exists=True, dir_okay=False), help="Known findings, which do not count.")
@click.option("--write-baseline", "made", type=click.Path(dir_okay=False), help="Write what reaches --fail-on as known findings.")
@click.option("--no-inline-allow", is_flag=True, help="Comments `guardrails: allow` in files do not count.")
@click.option("--diff", "as_diffs", is_flag=True, help="The PATHs are unified diffs: scan what they add and remove.")
@click.option("--csv", "as_tables", is_flag=True, help="The PATHs are CSV, as files named so are anyway.")
@click.option("--max-size", type=click.IntRange(min=1), default=files.MAX_BYTES, show_default=True, help="Bytes of the largest file to read.")
def scan(
    paths: Tuple[str, ...],
    source: Optional[str],
    output: bool,
    policy: Optional[str],
    form: str,
    fail_on: str,
    stream: bool,
    threads: Optional[int],
    scanners: Tuple[str, ...],
    min_confidence: Optional[float],
    baseline: Optional[str],
    made: Optional[str],
    no_inline_allow: bool,
    as_diffs: bool,
    as_tables: bool,
    max_size: int,
) -> int:
    """Scans files, directories (what git tracks, and what .gitignore does not leave out), or standard input.

    Exit status: 0 nothing at or above --fail-on, 1 something was, 2 bad usage or something could not be read (the rest is still
    scanned).
    """
    if source and output:
        raise click.UsageError("--source and --output exclude each other")
    chosen = {**({"scanners": list(scanners)} if scanners else {}), **({} if min_confidence is None else {"min_confidence": min_confidence})}
    if policy and chosen:
        raise click.UsageError("--policy excludes --scanner and --min-confidence: a policy has `scanners` and `min_confidence`")
    guard = Guard(chosen or (Path(policy) if policy else None))
    if source:
        try:
            guard.scan_batch([], source=source) if stream else guard.scan_input("", source=source)
        except ArgumentError as error:
            raise click.BadParameter(str(error), param_hint="--source") from error
    source = "model" if output else source or "user"
    if stream:
        if paths or form != "text" or baseline or made or as_diffs or as_tables:
            raise click.UsageError("--jsonl reads standard input and takes no PATH, --format, baseline, --diff and --csv")
        return jsonl.run(sys.stdin.buffer, sys.stdout.buffer, guard, source, threads, fail_on)
    if not paths and sys.stdin.isatty():
        raise click.UsageError("give a PATH, or - and a text on standard input")
    if sum((bool(baseline) or as_diffs, bool(made))) > 1:
        raise click.UsageError("--write-baseline excludes --baseline and --diff")
    if as_diffs and as_tables:
        raise click.UsageError("--diff and --csv exclude each other")
    known = Baseline.read(baseline) if baseline else None
    new = (Baseline.read(made) if os.path.exists(made) else Baseline(made)) if made else None
    # Who wrote a prompt or an answer has no say in what is allowed in it.
    decided = review.Review(not no_inline_allow and not output, fail_on, known, new)
    found = files.Files(paths or ("-",), max_size, as_tables)
    documents = [part for diff in found for part in diffs.documents(diff)] if as_diffs else found
    return scanning.run(documents, guard, source, threads, fail_on, report.writer(form, guard), decided)


@cli.command()
@click.option("--policy", type=click.Path(exists=True, dir_okay=False), help="What they do under this policy.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to write them.")
def rules(policy: Optional[str], form: str) -> None:
    """Lists every scanner, rule and kind, and what becomes of what it finds."""
    all_of_it = Guard(Path(policy) if policy else None).catalogue()
    if form == "json":
        click.echo(json.dumps(all_of_it, ensure_ascii=False))
    else:
        catalogue.show(all_of_it)


@cli.group()
def policy() -> None:
    """Works on policies."""


@policy.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def check(file: str) -> None:
    """Says whether a policy is right, and where it is not (exit status 2)."""
    decided = Guard(Path(file)).scan_input("").policy
    click.echo(f"{file}: right: {decided.name} {decided.digest}")
