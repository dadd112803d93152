"""Features of everything that is taught, kept from one training to the next."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from clinic.nlu.encoder.sentence import SentenceEncoder, encoder_fingerprint
from clinic.nlu.encoder.session import encoder_folder
from clinic.settings import ROOT

MOST = 30_000  # messages whose features are kept, 3 KB each: those that were asked for last


def encoded(texts: list[str]) -> np.ndarray:
    """Features of shape (len(texts), FEATURES), rounded to half precision.

    They are rounded whether they are kept or not, so that a training gives the same model with and
    without the file.
    """
    encoder = SentenceEncoder(encoder_folder())
    return encoder.encode(texts, threads=os.cpu_count() or 1).astype(np.float16)


def taught_features(texts: list[str], folder: Path | None = None) -> np.ndarray:
    """The same for all that is taught, in full precision; only what is new is encoded."""
    folder = folder or ROOT / "var" / "cache"
    path = folder / f"features-{encoder_fingerprint()[:16]}.safetensors"
    known = _kept(path)
    keys = [_key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known.update(zip(missing, encoded(list(missing.values())), strict=True))
        asked = set(keys)
        latest = sorted(known, key=lambda key: key in asked)[-max(MOST, len(asked)) :]
        _keep(path, {key: known[key] for key in latest})
    return np.stack([known[key] for key in keys]).astype(np.float32)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def _kept(path: Path) -> dict[bytes, np.ndarray]:
    if not path.is_file():
        return {}
    stored = load_file(path)
    keys = [row.tobytes() for row in stored["keys"]]
    return dict(zip(keys, stored["features"], strict=True))


def _keep(path: Path, known: dict[bytes, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob("features-*.safetensors"):
        if old != path:
            old.unlink(missing_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    keys = np.array([np.frombuffer(key, np.uint8) for key in known])
    save_file({"keys": keys, "features": np.stack(list(known.values()))}, draft)
    os.replace(draft, path)
