"""Running the steps' programs; pip's many lines become one that counts."""

import subprocess
import sys


class SetupFailed(Exception):
    """Says what to do about it."""


def run(command):
    """Run a step, showing what it says; raises SetupFailed."""
    if not succeeds(command):
        raise SetupFailed("This step did not succeed: " + " ".join(command))


def succeeds(command):
    sys.stdout.flush()
    return subprocess.call(command) == 0


def install_with_pip(python, lock):
    """Install a lock as it stands: pip may not resolve it, because Rasa's bounds are overridden."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-color"]
    command += ["--no-deps", "--ignore-requires-python", "--use-pep517", "--require-hashes"]
    said = []
    with subprocess.Popen(
        command + ["--progress-bar", "off", "-r", lock],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    ) as pip:
        for line in pip.stdout:
            said.append(line)
            _tell(line, sum(each.startswith("Collecting ") for each in said))
    if sys.stdout.isatty():
        print("\r" + " " * 70, end="\r")
    if pip.returncode != 0:
        raise SetupFailed("pip could not install the packages:\n" + "".join(said[-15:]))


def _tell(line, count):
    if not sys.stdout.isatty():
        return
    if line.startswith("Collecting "):
        text = "      {}. {}".format(count, line.split()[1])
    elif line.startswith(("Building ", "Installing ")):
        text = "      " + line.strip()
    else:
        return
    print("\r" + text[:70].ljust(70), end="", flush=True)
