"""Sets the project up: `python3 setup/bootstrap.py [--with-tests]`; quick when nothing changed.

Plain library Python that any python3 runs: the environment does not exist yet.
"""

import hashlib
import os
import sys
import time

from environment import Environment
from installer import SetupFailed, run
from interpreter import NotFound, find_python

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LOCK, TEST_LOCK = "requirements.txt", "requirements-test.txt"
ENCODER = "clinic/nlu/encoder"
PROGRAM = ["actions", "clinic"]


def main(arguments):
    with_tests = "--with-tests" in arguments
    os.chdir(ROOT)
    try:
        set_up(Environment(ROOT), with_tests)
    except (NotFound, SetupFailed) as error:
        sys.exit("\n{}".format(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next run goes on from here.")


def set_up(environment, with_tests):
    """Do what has not been done yet; each step leaves a stamp."""
    base = Stamp(environment, "packages", [LOCK, "setup/environment.py", "setup/installer.py"])
    tests = Stamp(environment, "test-packages", [TEST_LOCK], after=base)
    encoder = Stamp(environment, "encoder", _sources(ENCODER), after=base, makes="var/encoder")
    program = Stamp(environment, "program", _programs(PROGRAM), after=base)
    how = "with uv" if environment.uv else "with pip: some minutes, once; uv is faster"
    steps = [
        (base, "Installing the packages ({})".format(how), lambda: _install(environment)),
        (encoder, "Building the sentence encoder", lambda: _build_encoder(environment)),
        (program, "Compiling the program", lambda: _compile(environment)),
    ]
    if with_tests:
        install_tests = (tests, "Installing the test tools", lambda: environment.install(TEST_LOCK))
        steps.insert(1, install_tests)

    waiting = [step for step in steps if not step[0].is_current()]
    for number, (stamp, title, work) in enumerate(waiting, start=1):
        print("[{}/{}] {} …".format(number, len(waiting), title), flush=True)
        began = time.monotonic()
        stamp.remove()
        work()
        stamp.write()
        print("      done in {:.0f} s".format(time.monotonic() - began), flush=True)


def _install(environment):
    if not environment.is_usable():
        python = find_python()
        print("      .venv with {}".format(python), flush=True)
        environment.make(python)
    environment.install(LOCK)
    environment.tie()


def _build_encoder(environment):
    run([environment.python, "-m", "clinic.nlu.encoder.build"])


def _compile(environment):
    """A server in a container or under systemd may not write, and would compile at every start."""
    run([environment.python, "-m", "compileall", "-q"] + PROGRAM)


def _programs(folders):
    walked = [place for folder in folders for place in os.walk(folder)]
    return sorted(
        os.path.join(place, name)
        for place, _, names in walked
        for name in names
        if name.endswith(".py")
    )


def _sources(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".py"))


class Stamp:
    """Remembers in the environment that a step was done, for which files and in which folder."""

    def __init__(self, environment, name, files, after=None, makes=None):
        self._python = environment.python
        self._path = os.path.join(environment.folder, "stamp-" + name)
        self._files = files
        self._after = after
        self._makes = makes

    def is_current(self):
        if not os.path.exists(self._python):
            return False
        if self._makes and not (os.path.isdir(self._makes) and os.listdir(self._makes)):
            return False
        try:
            with open(self._path, encoding="ascii") as file:
                return file.read() == self._content()
        except OSError:
            return False

    def write(self):
        with open(self._path, "w", encoding="ascii") as file:
            file.write(self._content())

    def remove(self):
        if os.path.exists(self._path):
            os.remove(self._path)

    def _content(self):
        digest = hashlib.sha256(ROOT.encode())
        for path in self._files:
            with open(path, "rb") as file:
                digest.update(file.read())
        if self._after is not None:
            digest.update(self._after._content().encode())
        return digest.hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
