"""Keeps an intent model in a model archive: arrays and JSON, nothing that can run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from clinic.nlu.intent_model import IntentModel, Linear
from clinic.nlu.term_weights import TermWeights

ARRAYS = "arrays.safetensors"
REST = "model.json"


def save_model(model: IntentModel, folder: Path) -> None:
    save_file(
        {
            "terms.weights": model.by_terms.weights,
            "terms.bias": model.by_terms.bias,
            "sentence.weights": model.by_sentence.weights,
            "sentence.bias": model.by_sentence.bias,
            "examples": model.examples,
            "example_labels": model.example_labels.astype(np.int32),
        },
        folder / ARRAYS,
    )
    rest = {
        "labels": model.labels,
        "terms": model.terms.as_dict(),
        "fusion": model.fusion,
        "temperature": model.temperature,
    }
    (folder / REST).write_text(json.dumps(rest), encoding="utf-8")


def load_model(folder: Path) -> IntentModel:
    arrays = load_file(folder / ARRAYS)
    rest = json.loads((folder / REST).read_text(encoding="utf-8"))
    return IntentModel(
        labels=rest["labels"],
        terms=TermWeights.from_dict(rest["terms"]),
        by_terms=Linear(arrays["terms.weights"], arrays["terms.bias"]),
        by_sentence=Linear(arrays["sentence.weights"], arrays["sentence.bias"]),
        examples=arrays["examples"],
        example_labels=arrays["example_labels"],
        fusion=tuple(rest["fusion"]),
        temperature=rest["temperature"],
    )
