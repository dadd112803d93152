"""One row of bytes times a matrix of bytes, which numpy has no quick way for."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import onnxruntime

from clinic.nlu.encoder.session import encoder_folder, opened

PRODUCT = "product.onnx"


def product(row: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """uint8 (n,) times int8 (n, m): int32 (m,), exact where the matrix keeps to seven bits.

    A third of the time that floats take, for it is the memory that is waited for.
    """
    (result,) = _session().run(None, {"row": row[None], "matrix": matrix})
    return result[0]


@lru_cache(maxsize=1)
def _session() -> onnxruntime.InferenceSession:
    return opened(encoder_folder() / PRODUCT)
