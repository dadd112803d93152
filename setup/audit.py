"""Looks the locked packages up in the advisories: `python3 setup/audit.py`.

Part of no test: the advisory service is somebody else's, and where it cannot be reached nothing is
known, which is said and is no success.
"""

import json
import os
import subprocess
import sys

from environment import Environment
from installer import SetupFailed, run, succeeds

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
TOOL = "pip-audit==2.10.1"
UNKNOWN = """\
{lock}: the advisory service could not be reached from here, so NOTHING WAS CHECKED.
  It said: {why}
  Run this again where the network allows it. Which packages are held back, and why, is in
  docs/security.md."""


def main():
    os.chdir(ROOT)
    tool = os.path.join(ROOT, ".cache", "audit", "bin", "python")
    try:
        _install(tool)
    except SetupFailed as error:
        sys.exit("\n{}".format(error))
    worst = 0
    for lock in ("requirements.txt", "requirements-test.txt"):
        worst = max(worst, _audit(tool, lock))
    sys.exit(worst)


def _install(tool):
    if os.path.exists(tool):
        return
    environment = Environment(ROOT)
    if not environment.is_usable():
        raise SetupFailed("There is no environment yet. Run `make setup` first.")
    folder = os.path.dirname(os.path.dirname(tool))
    run([environment.python, "-m", "venv", folder])
    if not succeeds([tool, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", TOOL]):
        raise SetupFailed("{} could not be installed, so nothing was checked.".format(TOOL))


def _audit(tool, lock):
    """0: nothing known against a package, 1: something is, 2: not everything could be checked."""
    command = [tool, "-m", "pip_audit", "--requirement", lock, "--no-deps", "--disable-pip"]
    done = subprocess.run(
        command + ["--format", "json", "--progress-spinner", "off"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        packages = json.loads(done.stdout.decode("utf-8"))["dependencies"]
    except (ValueError, KeyError):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        print(UNKNOWN.format(lock=lock, why=said[-1][:200]))
        return 2
    unchecked = [each["name"] for each in packages if "skip_reason" in each]
    found = [each for each in packages if each.get("vulns")]
    if len(unchecked) == len(packages):
        print(UNKNOWN.format(lock=lock, why=packages[0]["skip_reason"][:200]))
        return 2
    for each in found:
        for advisory in each["vulns"]:
            fixed = ", ".join(advisory.get("fix_versions") or ["no version"])
            print(
                "{} {}: {}, fixed in {}".format(
                    each["name"], each["version"], advisory["id"], fixed
                )
            )
    print(
        "{}: {} packages, {} with advisories, {} not checked{}".format(
            lock,
            len(packages),
            len(found),
            len(unchecked),
            ": " + ", ".join(unchecked) if unchecked else "",
        )
    )
    return 1 if found else 2 if unchecked else 0


if __name__ == "__main__":
    main()
