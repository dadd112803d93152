"""Matrices that many rows are multiplied with, laid out for it once."""

from __future__ import annotations

import numpy as np
import onnxruntime

from clinic.nlu.encoder.session import encoder_folder, opened

# The graphs, each by the kind of its matrix's numbers.
GRAPHS = {np.dtype(np.int8): "product-of-bytes.onnx", np.dtype(np.float32): "product.onnx"}
MATRIX = "matrix"  # its name in a graph


class PackedMatrix:
    """A matrix of bytes or of floats, to be multiplied from the left.

    It is the memory that is waited for: numpy would need floats for bytes, and reads, or lays out
    anew, the whole matrix for each row. Here several rows cost little more than one.
    The array that is given may be held, and must not be changed.
    """

    def __init__(self, matrix: np.ndarray) -> None:
        """`matrix`: (n, m) of int8, which keep to seven bits, or (m, n) of float32."""
        self._held = onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(matrix))
        graph = encoder_folder() / GRAPHS[matrix.dtype]
        self._session = opened(graph, {MATRIX: self._held})

    def times(self, rows: np.ndarray) -> np.ndarray:
        """Rows (k, n) of uint8 by bytes: int32 (k, m), exact. Rows of float32: float32 (k, m)."""
        return self._session.run(None, {"rows": rows})[0]
