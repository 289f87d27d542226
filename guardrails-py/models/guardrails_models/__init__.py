"""The models of guardrails-py: data, and where it lies."""

import os
from typing import Dict

__all__ = ["__version__", "models"]
__version__ = "0.1.0"


def models() -> Dict[str, str]:
    """The folder of each model by its name: `model.onnx`, `tokenizer.json`, `config.json`, and `README.md`, its card."""
    return {"encoder": os.path.join(os.path.dirname(os.path.abspath(__file__)), "encoder")}
