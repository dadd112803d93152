"""A small clinic's training files, for tests that change them."""

from __future__ import annotations

import subprocess
from pathlib import Path

PAIN = """\
version: "3.1"
# How it feels.
nlu:
- intent: faq/pain
  examples: |
    - does it hurt
    - is it painful
    - will i feel any pain
# The end.
"""
DOWNTIME = """\
version: "3.1"
nlu:
- intent: faq/downtime
  examples: |
    - when can i go back to work
    - how long is the recovery
"""
GREET = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello there
"""
ANSWERS = """\
version: "3.1"

# One answer for each topic.
responses:
  utter_faq/pain:
  - text: >-
      It is fast, and the discomfort is minimal. If you worry, tell the aesthetician before you
      start.
    metadata:
      facts: [F02]
      source: the page
      reviewed: awaiting clinic
      title: {en: "Does it hurt?", es: "¿Duele?"}

  # Asked most often.
  utter_faq/downtime:
  - text: You can go back to work at once.
    metadata:
      facts: []
      source: the page
      reviewed: awaiting clinic
"""
FACTS = """\
facts:
- id: F02
  sentence: It is fast, with minimal discomfort.
  source: the page
- id: F03
  sentence: It works for most skin types.
  source: the page
"""
CLINIC = """\
name: A clinic
towns: [Stamford]
time_zone: America/New_York
emergency_number: "911"
crisis_line: "988"
"""


def make_project(folder: Path, *, checkout: bool = False) -> Path:
    """Write the files below `folder`, as a git checkout if asked for."""
    files = {
        "data/nlu/faq/pain.yml": PAIN,
        "data/nlu/faq/downtime.yml": DOWNTIME,
        "data/nlu/greet.yml": GREET,
        "data/responses/faq.yml": ANSWERS,
        "data/facts.yml": FACTS,
        "clinic.yml": CLINIC,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    if checkout:
        git(folder, "init", "--quiet")
        git(folder, "add", "data", "clinic.yml")
        git(folder, "commit", "--quiet", "-m", "Begin")
    return folder


def git(folder: Path, *arguments: str) -> str:
    own = ("-c", "user.name=A programmer", "-c", "user.email=p@clinic.invalid")
    done = subprocess.run(
        ["git", "-C", str(folder), *own, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout
