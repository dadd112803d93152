"""Keeps a model in a model archive: arrays and JSON, nothing that can run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import scipy.sparse
from safetensors.numpy import load_file, save_file

from clinic.nlu.example_space import ExampleSpace, Projection
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.term_weights import TermWeights

ARRAYS = "arrays.safetensors"
REST = "model.json"


def save_model(model: NearnessModel, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    space = model.space
    save_file(
        {
            "projection.mean": space.projection.mean,
            "projection.axes": space.projection.axes,
            "places": space.places,
            "words.values": space.words.data,
            "words.examples": space.words.indices.astype(np.int32),
            "words.bounds": space.words.indptr.astype(np.int32),
            "weights": model.weights,
        },
        folder / ARRAYS,
    )
    rest = {
        "labels": model.labels,
        "terms": space.terms.as_dict(),
        "temperature": model.temperature,
    }
    (folder / REST).write_text(json.dumps(rest), encoding="utf-8")


def load_model(folder: Path) -> NearnessModel:
    arrays = load_file(folder / ARRAYS)
    rest = json.loads((folder / REST).read_text(encoding="utf-8"))
    terms = TermWeights.from_dict(rest["terms"])
    words = scipy.sparse.csr_matrix(
        (arrays["words.values"], arrays["words.examples"], arrays["words.bounds"]),
        shape=(terms.size, len(arrays["places"])),
    )
    projection = Projection(arrays["projection.mean"], arrays["projection.axes"])
    return NearnessModel(
        labels=rest["labels"],
        space=ExampleSpace(terms, projection, arrays["places"], words),
        weights=arrays["weights"],
        temperature=rest["temperature"],
    )
