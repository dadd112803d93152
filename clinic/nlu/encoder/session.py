"""Opens a built graph for running."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import onnxruntime

from clinic.errors import EncoderError
from clinic.settings import ROOT

# Adding and normalising in one operator takes four times as long as one after the other: 12 % of
# the whole encoder.
SLOWER = ["SkipLayerNormFusion"]
ERRORS = 3  # and worse: onnxruntime warns of a constant that has another size than in its graph


def encoder_folder() -> Path:
    return ROOT / "var" / "encoder"


def opened(
    graph: Path, constants: Mapping[str, onnxruntime.OrtValue] | None = None
) -> onnxruntime.InferenceSession:
    """On one thread; `constants` take the place of the graph's own and must be kept by the caller.

    Raises EncoderError where the graph has not been built.
    """
    if not graph.is_file():
        raise EncoderError(
            "The sentence encoder has not been built. Run `make run`, or "
            "`python -m clinic.nlu.encoder.build`."
        )
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False  # which keeps 5 MB for ever and is not faster
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    for name, value in (constants or {}).items():
        options.log_severity_level = ERRORS
        options.add_initializer(name, value)
    return onnxruntime.InferenceSession(
        str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )
