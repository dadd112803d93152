"""What Rasa imports and a server never touches: absent until it is touched, and real then."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from clinic.rasa_later import LATER
from tests.sources import ROOT

# name: (module of Rasa that asks for it, what must not be loaded by that, a use and its value)
USES = {
    "dask": ("rasa.engine.runner.dask", "dask", "asking.dask.get({'a': 1}, 'a')", 1),
    "portalocker": ("rasa.shared.utils.io", "redis", "asking.portalocker.Lock.__name__", "Lock"),
    "prompt_toolkit.styles.Style": (
        "rasa.core.channels.console",
        "prompt_toolkit",
        "asking.Style([('a', 'bold')]).style_rules",
        [["a", "bold"]],
    ),
    "questionary": (
        "rasa.core.channels.console",
        "questionary",
        "asking.questionary.Choice('yes').title",
        "yes",
    ),
    "questionary.Question": (
        "rasa.core.channels.console",
        "questionary",
        "asking.questionary.Question.ask.__name__",
        "ask",
    ),
    "rasa.core.jobs": ("rasa.core.processor", "apscheduler", "asking.jobs.kill_scheduler()", None),
    "rasa.core.test": (
        "rasa.core.policies.rule_policy",
        "matplotlib",
        "asking.rasa.core.test.test.__name__",
        "test",
    ),
    "rasa.nlu.test.determine_token_labels": (
        "rasa.nlu.extractors.crf_entity_extractor",
        "matplotlib",
        "asking.determine_token_labels(None, [], None)",
        "O",
    ),
    "sklearn.model_selection.train_test_split": (
        "rasa.utils.tensorflow.model_data",
        "sklearn",
        "len(asking.train_test_split([1, 2, 3, 4]))",
        2,
    ),
    "socketio.AsyncServer": (
        "rasa.core.channels.socketio",
        "redis",
        "asking.AsyncServer(async_mode='sanic').async_mode",
        "sanic",
    ),
}
ASK = """
import importlib, json, sys
uses, found = json.loads(sys.argv[1]), {}
for name, (module, library, _, _) in uses.items():
    importlib.import_module(module)
for name, (module, library, _, _) in uses.items():
    found[name] = [library in sys.modules]
for name, (module, library, use, _) in uses.items():
    found[name] += [eval(use, {"asking": sys.modules[module]}), library in sys.modules]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, list[Any]]:
    answer = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(USES)], cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.parametrize("name", sorted(LATER))
def test_it_is_not_loaded_for_being_imported(name: str, found: dict[str, list[Any]]) -> None:
    loaded, _, _ = found[name]
    assert not loaded


@pytest.mark.parametrize("name", sorted(LATER))
def test_it_is_the_real_thing_when_it_is_touched(name: str, found: dict[str, list[Any]]) -> None:
    _, value, loaded = found[name]
    assert value == USES[name][-1]
    assert loaded


def test_other_code_imports_it_as_ever() -> None:
    ask = (
        "import rasa.core.policies.rule_policy, sys\n"
        "import dask, rasa.core.test\n"
        "from sklearn.model_selection import train_test_split\n"
        "print(type(dask).__name__, type(rasa.core.test).__name__, type(train_test_split).__name__)"
    )
    answer = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout.split() == ["module", "module", "function"], answer.stderr
