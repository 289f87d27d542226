"""What may be given as a policy, turned into text for the core. Imported only when a policy is given."""

import json
import os
from collections.abc import Mapping
from typing import Any, Optional, Tuple

from ._errors import PolicyError


def read(policy: Any) -> Tuple[Optional[str], Optional[str]]:
    """The policy's text, and the file it came from where there is one."""
    if policy is None:
        return None, None
    if isinstance(policy, Mapping):
        return json.dumps(dict(policy)), None
    if isinstance(policy, str) and not _is_path(policy):
        return policy, None
    if not isinstance(policy, (str, os.PathLike)):
        raise TypeError(f"policy is a dict, a str or a path, not {type(policy).__name__}")
    path = os.fspath(policy)
    with open(path, encoding="utf-8") as file:
        try:
            return file.read(), os.fsdecode(path)
        except UnicodeDecodeError as error:
            raise PolicyError(f"{os.fsdecode(path)}: policy: not UTF-8") from error


def _is_path(text: str) -> bool:
    return "\n" not in text and text.endswith((".toml", ".json"))
