"""The virtual environment: made, filled from the lock, and tied to this folder."""

import os
import shutil
import subprocess

from installer import SetupFailed, install_with_pip, run, succeeds

NO_VENV = """\
This Python cannot make virtual environments ({python}).
  Debian, Ubuntu:  sudo apt install python3.11-venv
Installing uv helps as well, and is faster. Then run the same command again."""


class Environment:
    """`.venv` in the project's root."""

    def __init__(self, root):
        self.root = root
        self.folder = os.path.join(root, ".venv")
        self.python = os.path.join(self.folder, "bin", "python")
        self.uv = shutil.which("uv") if _works("uv") else None

    def is_usable(self):
        """True if it is a Python 3.11 that was made in this folder."""
        ask = "import sys; sys.exit(sys.version_info[:2] != (3, 11))"
        script = os.path.join(self.folder, "bin", "activate")
        try:
            if subprocess.call([self.python, "-I", "-S", "-c", ask]) != 0:
                return False
            with open(script, encoding="utf-8") as file:  # a moved folder keeps its old paths
                return self.folder in file.read()
        except OSError:
            return False

    def make(self, python):
        """Make it anew from `python`."""
        if not self.uv and subprocess.call([python, "-I", "-c", "import ensurepip, venv"]) != 0:
            raise SetupFailed(NO_VENV.format(python=python))
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.uv:
            run([self.uv, "venv", "--quiet", "--python", python, self.folder])
        else:
            run([python, "-m", "venv", self.folder])

    def install(self, lock):
        """Install the pinned, hashed packages of a lock file, without resolving."""
        path = os.path.join(self.root, lock)
        if self.uv and succeeds(
            [self.uv, "pip", "install", "--quiet", "--python", self.python]
            + ["--no-deps", "--require-hashes", "-r", path]
        ):
            return
        self._ensure_pip()
        install_with_pip(self.python, path)

    def tie(self):
        """Let every program of the environment import this folder, with Rasa made to fit."""
        packages = os.path.join(self.folder, "lib", "python3.11", "site-packages")
        with open(os.path.join(packages, "clinic.pth"), "w", encoding="utf-8") as file:
            file.write(self.root + "\nimport clinic.rasa_compat\n")

    def _ensure_pip(self):
        if subprocess.call([self.python, "-I", "-c", "import pip"], stderr=subprocess.DEVNULL):
            run([self.python, "-m", "ensurepip", "--default-pip"])


def _works(program):
    if not shutil.which(program):
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.call([program, "--version"], **quiet) == 0
