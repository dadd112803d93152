"""Each change of the training files as a git commit, where their folder is a git checkout."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

log = structlog.get_logger()

PATIENCE_S = 20
ATTEMPTS = 3  # a programmer's own git may hold the index for a moment
NOWHERE = "clinic.invalid"  # for a trainer without an e-mail address


@dataclass(frozen=True)
class Person:
    """Who makes a change."""

    name: str
    email: str = ""

    def __str__(self) -> str:
        name = " ".join(self.name.translate(_NOT_IN_A_NAME).split()) or "trainer"
        address = self.email.translate(_NOT_IN_A_NAME).strip()
        return f"{name} <{address or f'trainer@{NOWHERE}'}>"


_NOT_IN_A_NAME = str.maketrans("", "", "<>\n\r\0")


def commit(root: Path, paths: list[Path], message: str, author: Person) -> str | None:
    """Commit these files and no others; returns the commit's id.

    None where `root` is no checkout or git refuses: the change itself is written all the same.
    """
    if not _is_checkout(root):
        return None
    names = [str(path.resolve().relative_to(root.resolve())) for path in paths]
    names = [name for name in names if (root / name).exists() or _is_tracked(root, name)]
    for attempt in range(ATTEMPTS):
        added = _git(root, "add", "--", *names)
        if added.returncode == 0:
            done = _git(
                root,
                *("-c", "commit.gpgsign=false", "-c", f"user.name={author.name or 'trainer'}"),
                *("-c", f"user.email=trainer@{NOWHERE}"),
                *("commit", "--quiet", f"--author={author}", "-m", message, "--only", "--"),
                *names,
            )
            if done.returncode == 0:
                return revision(root)
        time.sleep(0.2 * (attempt + 1))
    log.warning("change_not_committed", files=len(names))
    return None


def revision(root: Path) -> str | None:
    """The commit that is checked out, None where there is none."""
    if not _is_checkout(root):
        return None
    done = _git(root, "rev-parse", "--verify", "HEAD")
    return done.stdout.strip() if done.returncode == 0 else None


@dataclass(frozen=True)
class Touch:
    """Who has changed something last, and when."""

    by: str
    at: datetime


def last_touch(root: Path, path: Path, lines: tuple[int, int] | None = None) -> Touch | None:
    """The last change of a file, or of these lines of it (from 0, the end not included).

    None where git does not know: no checkout, or the file is changed and not committed.
    """
    name = str(path.resolve().relative_to(root.resolve()))
    if not _is_checkout(root) or _git(root, "diff", "--quiet", "HEAD", "--", name).returncode:
        return None
    where = [f"-L{lines[0] + 1},{lines[1]}:{name}", "-s"] if lines else ["--", name]
    done = _git(root, "log", "-1", "--format=%an%x00%aI", *where)
    by, _, at = done.stdout.strip().partition("\0")
    return Touch(by, datetime.fromisoformat(at)) if at else None


def _is_tracked(root: Path, name: str) -> bool:
    """Whether git knows a file that was deleted; it would not take any other."""
    return _git(root, "ls-files", "--error-unmatch", "--", name).returncode == 0


def _is_checkout(root: Path) -> bool:
    done = _git(root, "rev-parse", "--show-toplevel")
    return done.returncode == 0 and Path(done.stdout.strip()) == root.resolve()


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(
            command,
            env=own | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))
