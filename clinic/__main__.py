"""`python -m clinic …`."""

from __future__ import annotations

import os

# The matrices here are small: a second BLAS thread only spins. Read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from clinic.cli import main  # noqa: E402

main()
