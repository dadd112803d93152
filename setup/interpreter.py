"""Finding the machine's Python 3.11."""

import glob
import os
import shutil
import subprocess
import sys

WANTED = (3, 11)

HELP = """\
Python 3.11 is needed, and none was found on this machine. To install it:
  Debian 12, Ubuntu 22.04:  sudo apt install python3.11 python3.11-venv
  Ubuntu 24.04 and later:   uv python install 3.11   (or pyenv install 3.11)
  macOS:                    brew install python@3.11
  pyenv:                    pyenv install 3.11
Then run the same command again. If it is somewhere unusual, say where:
  make run CLINIC_PYTHON=/path/to/python3.11"""


class NotFound(Exception):
    """There is no Python 3.11."""


def find_python():
    """Return the path of a Python 3.11 that starts; raises NotFound."""
    chosen = os.environ.get("CLINIC_PYTHON")
    for candidate in [chosen] if chosen else _candidates():
        path = _real_path(candidate)
        if path:
            return path
    if chosen:
        raise NotFound("CLINIC_PYTHON={} is no Python 3.11 that starts.".format(chosen))
    raise NotFound(HELP)


def _candidates():
    if sys.version_info[:2] == WANTED:
        yield sys.executable
    for name in ("python3.11", "python3", "python"):
        path = shutil.which(name)
        if path:
            yield path
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    yield from sorted(glob.glob(os.path.join(pyenv, "versions/3.11.*/bin/python")), reverse=True)
    for prefix in ("/opt/homebrew", "/usr/local"):
        yield os.path.join(prefix, "opt/python@3.11/bin/python3.11")
    uv = os.environ.get("UV_PYTHON_INSTALL_DIR", os.path.expanduser("~/.local/share/uv/python"))
    yield from sorted(glob.glob(os.path.join(uv, "cpython-3.11.*/bin/python3.11")), reverse=True)


def _real_path(candidate):
    """The interpreter behind a candidate (pyenv's shims start others), or None."""
    ask = "import sys; print(sys.version_info[:2] == (3, 11)); print(sys._base_executable)"
    try:
        done = subprocess.run(
            [candidate, "-I", "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None
    answer = done.stdout.decode().splitlines()
    if done.returncode != 0 or answer[:1] != ["True"]:
        return None
    return answer[1]
