"""Builds the encoder's ONNX file at set-up: `python -m clinic.nlu.encoder.build`."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from clinic.nlu.encoder.packed import GRAPHS
from clinic.nlu.encoder.sentence import GRAPH, STAMP, VOCABULARY
from clinic.nlu.encoder.session import encoder_folder
from clinic.nlu.encoder.weights import WEIGHTS_SHA256, load_weights, package_folder


def build(folder: Path | None = None) -> Path:
    """Write the graphs and the vocabulary into `folder`, unless they are current."""
    folder = folder or encoder_folder()
    if is_current(folder):
        return folder
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from clinic.nlu.encoder.graph import encoder_graph, product_graph

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft_name:
        draft = Path(draft_name) / "encoder"
        draft.mkdir()
        onnx.save(encoder_graph(load_weights()), str(draft / "exact.onnx"))
        # Seven bits: with eight, processors without VNNI overflow, and machines would disagree.
        quantize_dynamic(
            draft / "exact.onnx",
            draft / GRAPH,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        (draft / "exact.onnx").unlink()
        for kind, name in GRAPHS.items():
            onnx.save(product_graph(kind), str(draft / name))
        shutil.copyfile(package_folder() / "vocab.txt", draft / VOCABULARY)
        (draft / STAMP).write_text(_stamp(), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(draft, folder)
    return folder


def is_current(folder: Path) -> bool:
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp()


def _stamp() -> str:
    """What the built file depends on: the weights and the code that writes the graph."""
    code = (Path(__file__).parent / name for name in ("graph.py", "build.py"))
    return hashlib.sha256(
        WEIGHTS_SHA256.encode() + b"".join(path.read_bytes() for path in code)
    ).hexdigest()


if __name__ == "__main__":
    build()
