"""What may be given as a model, turned into bytes for the core. Imported only when models are given."""

import json
import os
from collections.abc import Mapping
from typing import Any, List, Optional, Tuple

from ._errors import ArgumentError, ModelError

# A name, the bytes of its three files, and its settings with the backend as JSON.
Files = Tuple[str, bytes, bytes, Optional[bytes], Optional[str]]

_KEYS = ("path", "model", "tokenizer", "config", "settings", "backend", "threads", "library", "sessions", "arena")


def read(models: Any) -> List[Files]:
    """The models by name, each with its files."""
    if not isinstance(models, Mapping):
        raise TypeError(f"models is a dict from names to models, not {type(models).__name__}")
    return [_one(name, model) for name, model in models.items()]


def default() -> "Mapping[str, str]":
    """The folders of the models in the package `guardrails-models`."""
    try:
        import guardrails_models  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ModelError("the package `guardrails-models` is not installed: pip install 'guardrails-py[models]'") from None
    models: "Mapping[str, str]" = guardrails_models.models()
    return models


def _one(name: Any, model: Any) -> Files:
    if not isinstance(name, str):
        raise TypeError(f"the name of a model is a str, not {type(name).__name__}")
    given: Any = {"path": model} if isinstance(model, (str, os.PathLike)) else model
    if not isinstance(given, Mapping):
        raise TypeError(f"models[{name!r}] is a path or a dict, not {type(model).__name__}")
    for key in given:
        if key not in _KEYS:
            import difflib

            near = difflib.get_close_matches(str(key), _KEYS, 1, 0.0)
            raise ArgumentError(f"models[{name!r}]: unknown key `{key}`, did you mean `{near[0]}`?")
    files = _files(name, given)
    settings = dict(given.get("settings") or {})
    backend = {key: given[key] for key in ("threads", "sessions", "arena") if key in given}
    if "backend" in given:
        backend["name"] = given["backend"]
    if "library" in given:
        backend["library"] = os.fspath(given["library"])
    elif given.get("backend") == "onnxruntime":
        backend["library"] = _onnxruntime()
    if backend:
        settings["backend"] = backend
    return (name, *files, json.dumps(settings) if settings else None)


def _files(name: str, given: "Mapping[str, Any]") -> Tuple[bytes, bytes, Optional[bytes]]:
    if "path" in given:
        folder, model = _found(os.fspath(given["path"]))
        config = _beside(folder, "config.json")
        tokenizer = _beside(folder, "tokenizer.json")
        if tokenizer is None:
            raise ModelError(f"models[{name!r}]: there is no tokenizer.json in {folder}")
        return _bytes(model), _bytes(tokenizer), None if config is None else _bytes(config)
    for key in ("model", "tokenizer"):
        if not isinstance(given.get(key), (bytes, bytearray)):
            raise TypeError(f"models[{name!r}]: `path`, or `model` and `tokenizer` as bytes")
    config = given.get("config")
    return bytes(given["model"]), bytes(given["tokenizer"]), None if config is None else bytes(config)


def _found(path: str) -> Tuple[str, str]:
    """The folder with the tokenizer and the file with the graph. Exports put the graph beside the tokenizer or into `onnx/`."""
    if not os.path.isdir(path):
        folder = os.path.dirname(path) or "."
        return (os.path.dirname(folder) or "." if _beside(folder, "tokenizer.json") is None else folder), path
    for inner in ("model.onnx", os.path.join("onnx", "model.onnx")):
        if os.path.exists(os.path.join(path, inner)):
            return path, os.path.join(path, inner)
    return path, os.path.join(path, "model.onnx")


def _beside(folder: str, name: str) -> Optional[str]:
    path = os.path.join(folder, name)
    return path if os.path.exists(path) else None


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _onnxruntime() -> str:
    """The library inside the package `onnxruntime`, which is not imported: that would load it a second time."""
    import importlib.util

    found = importlib.util.find_spec("onnxruntime")
    if found is None or not found.origin:
        raise ModelError("the package `onnxruntime` is not installed, and no `library` is given")
    folder = os.path.join(os.path.dirname(found.origin), "capi")
    for name in sorted(os.listdir(folder)):
        if name.startswith(("libonnxruntime.", "onnxruntime.dll")) and "providers" not in name:
            return os.path.join(folder, name)
    raise ModelError(f"there is no library of ONNX Runtime in {folder}")
