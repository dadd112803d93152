"""Opens a built graph for running."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

from clinic.errors import EncoderError
from clinic.settings import ROOT

# Adding and normalising in one operator takes four times as long as one after the other: 12 % of
# the whole encoder.
SLOWER = ["SkipLayerNormFusion"]


def encoder_folder() -> Path:
    return ROOT / "var" / "encoder"


def opened(graph: Path) -> onnxruntime.InferenceSession:
    """On one thread; raises EncoderError where the graph has not been built."""
    if not graph.is_file():
        raise EncoderError(
            "The sentence encoder has not been built. Run `make run`, or "
            "`python -m clinic.nlu.encoder.build`."
        )
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False  # which keeps 5 MB for ever and is not faster
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )
