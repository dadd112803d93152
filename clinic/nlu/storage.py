"""Keeps a model in a model archive: arrays and JSON, nothing that can run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from safetensors.numpy import load_file, save_file

from clinic.errors import ModelError
from clinic.nlu.encoder.sentence import encoder_fingerprint
from clinic.nlu.example_space import ExampleSpace, Projection
from clinic.nlu.nearness_model import Head, NearnessModel
from clinic.nlu.term_weights import TermWeights

ARRAYS = "arrays.safetensors"
REST = "model.json"
TERMS = "terms."


def save_model(model: NearnessModel, folder: Path) -> None:
    space = model.space
    arrays = {
        "projection.mean": space.projection.mean,
        "projection.axes": space.projection.axes,
        "steps": space.places,
        "words.values": space.words.data,
        "words.examples": space.words.indices.astype(np.int32),
        "words.bounds": space.words.indptr.astype(np.int32),
    }
    terms, numbers = space.terms.parts()
    arrays |= {f"{TERMS}{name}": array for name, array in numbers.items()}
    rest: dict[str, Any] = {"encoder": encoder_fingerprint(), "terms": terms, "heads": {}}
    for name, head in model.heads.items():
        arrays[f"weights.{name}"] = head.weights
        rest["heads"][name] = {"labels": head.labels, "temperature": head.temperature}
    # An array is written as it lies in memory, in whatever order that is.
    save_file(
        {name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / ARRAYS
    )
    (folder / REST).write_text(json.dumps(rest), encoding="utf-8")


def load_model(folder: Path) -> NearnessModel:
    """Raise ModelError where it was trained with another encoder: each message would seem strange.

    Of an older program, that is; its releases are trained again.
    """
    rest = json.loads((folder / REST).read_text(encoding="utf-8"))
    if rest.get("encoder") != encoder_fingerprint():
        raise ModelError(
            "The model was trained with another sentence encoder, by another version of the "
            "program. Train it again: `python -m clinic train`, or a new release."
        )
    arrays = load_file(folder / ARRAYS)
    numbers = {
        name.removeprefix(TERMS): array for name, array in arrays.items() if name.startswith(TERMS)
    }
    terms = TermWeights.from_parts(rest["terms"], numbers)
    words = scipy.sparse.csr_matrix(
        (arrays["words.values"], arrays["words.examples"], arrays["words.bounds"]),
        shape=(terms.size, arrays["steps"].shape[1]),
    )
    projection = Projection(arrays["projection.mean"], arrays["projection.axes"])
    return NearnessModel(
        ExampleSpace(terms, projection, arrays["steps"], words),
        {
            name: Head(head["labels"], arrays[f"weights.{name}"], head["temperature"])
            for name, head in rest["heads"].items()
        },
    )
