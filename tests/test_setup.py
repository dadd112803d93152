"""Setting up: the right Python is found, steps that are done are skipped, a moved folder heals."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.sources import ROOT


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):
    """Imports a module of setup/, which is no package: it runs before there is an environment."""
    monkeypatch.syspath_prepend(str(ROOT / "setup"))

    def by_name(name: str) -> ModuleType:
        monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module(name)

    return by_name


def test_python_3_11_is_found_behind_the_programs_that_start_it(load) -> None:
    found = load("interpreter").find_python()
    said = subprocess.run([found, "-c", "import sys; print(sys.version_info[:2])"], stdout=-1)
    assert said.stdout.strip() == b"(3, 11)"


def test_without_python_3_11_it_says_what_to_install(load, monkeypatch) -> None:
    interpreter = load("interpreter")
    monkeypatch.delenv("CLINIC_PYTHON", raising=False)
    monkeypatch.setattr(interpreter, "_candidates", lambda: ["/bin/false", "/no/such/python"])
    with pytest.raises(interpreter.NotFound, match="apt install python3.11 python3.11-venv"):
        interpreter.find_python()


def test_a_chosen_python_that_does_not_fit_is_refused(load, monkeypatch) -> None:
    interpreter = load("interpreter")
    monkeypatch.setenv("CLINIC_PYTHON", "/bin/true")
    with pytest.raises(interpreter.NotFound, match="CLINIC_PYTHON=/bin/true"):
        interpreter.find_python()


def test_without_venv_it_says_what_to_install(load, tmp_path, monkeypatch) -> None:
    environment = load("environment")
    made = environment.Environment(str(tmp_path))
    monkeypatch.setattr(made, "uv", None)
    with pytest.raises(environment.SetupFailed, match="apt install python3.11-venv"):
        made.make("/bin/false")


def test_an_environment_is_tied_to_its_folder(load, tmp_path) -> None:
    environment = load("environment").Environment(str(tmp_path))
    environment.make(load("interpreter").find_python())
    environment.tie()
    assert environment.is_usable()
    (tie,) = tmp_path.glob(".venv/lib/python3.11/site-packages/clinic.pth")
    assert tie.read_text().splitlines() == [str(tmp_path), "import clinic.rasa_compat"]


def test_an_environment_that_was_moved_is_made_anew(load, tmp_path) -> None:
    module = load("environment")
    module.Environment(str(tmp_path / "here")).make(load("interpreter").find_python())
    (tmp_path / "here").rename(tmp_path / "there")
    assert not module.Environment(str(tmp_path / "there")).is_usable()


class TestStamp:
    @pytest.fixture
    def stamp(self, load, tmp_path):
        (tmp_path / ".venv").mkdir()
        (tmp_path / "lock").write_text("one==1")
        environment = SimpleNamespace(folder=str(tmp_path / ".venv"), python=sys.executable)
        return load("bootstrap").Stamp(
            environment, "packages", [str(tmp_path / "lock")], makes=str(tmp_path / "made")
        )

    def test_a_step_is_done_once(self, stamp, tmp_path) -> None:
        (tmp_path / "made").mkdir()
        (tmp_path / "made" / "file").touch()
        assert not stamp.is_current()
        stamp.write()
        assert stamp.is_current()

    def test_a_changed_file_asks_for_it_again(self, stamp, tmp_path) -> None:
        self.test_a_step_is_done_once(stamp, tmp_path)
        (tmp_path / "lock").write_text("one==2")
        assert not stamp.is_current()

    def test_a_lost_product_asks_for_it_again(self, stamp, tmp_path) -> None:
        self.test_a_step_is_done_once(stamp, tmp_path)
        os.remove(tmp_path / "made" / "file")
        assert not stamp.is_current()

    def test_a_step_that_was_cut_off_is_not_done(self, stamp, tmp_path) -> None:
        self.test_a_step_is_done_once(stamp, tmp_path)
        stamp.remove()
        assert not stamp.is_current()


def test_the_program_is_compiled_where_a_server_may_not_write(load, tmp_path, monkeypatch) -> None:
    bootstrap = load("bootstrap")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for folder in ("actions", "clinic/server"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "one.py").write_text("one = 1")
    bootstrap._compile(SimpleNamespace(python=sys.executable))
    assert bootstrap._programs(bootstrap.PROGRAM) == ["actions/one.py", "clinic/server/one.py"]
    assert len(list(tmp_path.rglob("__pycache__/one.*.pyc"))) == 2


def test_the_set_up_runs_on_any_python_3_of_these_years() -> None:
    """It starts on whatever python3 the machine has, to say what is missing."""
    import ast

    for path in (ROOT / "setup").glob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_every_goal_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    said = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    (goals,) = [line for line in makefile.splitlines() if line.startswith(".PHONY:")]
    for goal in goals.split()[1:]:
        assert f"make {goal} " in said


def test_ci_is_executable_and_reads_nothing() -> None:
    script: Path = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.call(["bash", "-n", str(script)]) == 0
