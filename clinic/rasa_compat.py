"""Lets Rasa 3.6.21 run on the libraries of requirements.txt; importing this module switches it on.

Rasa's last open-source release is frozen and the libraries below it are not. What differs is
bridged here, in Rasa's own modules only: they are loaded by `_RasaLoader`, every other library
keeps its ordinary imports. The environment's `clinic.pth` imports this module when Python starts,
so that the plain `rasa` command works as well; nothing of Rasa is loaded by that.
"""

from __future__ import annotations

import builtins
import os
import sys
import threading
import warnings
from abc import ABCMeta
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import FunctionType, ModuleType
from typing import Any

from clinic.rasa_later import put_off

# Packages that Rasa imports whether or not a bot uses them, and that this bot does not use:
# DIET and TED, other channels, other stores and brokers. They are neither installed nor needed.
LEFT_OUT = frozenset(
    "tensorflow keras boto3 botocore pymongo aio_pika aiormq "
    "aiogram cachecontrol fbmessenger google slack_sdk twilio webexteamssdk".split()
)


class _Loading(threading.local):
    depth = 0


_loading = _Loading()


class _Placeholder(ABCMeta):
    """Stands for any name of a left-out package: a class to inherit from and to annotate with."""

    _dotted: str  # what it stands for; inherited by the classes of Rasa's that build on it

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(f"{cls._dotted}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if _loading.depth == 0:
            raise _not_installed(cls)
        if len(args) == 1 and isinstance(args[0], FunctionType):
            return args[0]  # a decorator without arguments
        return cls

    def __iter__(cls) -> Iterator[Any]:
        if issubclass(cls, Exception):
            return iter(())  # a tuple of errors, spread out in an `except` clause
        raise _not_installed(cls)


class _AbsentModule(ModuleType):
    """Stands for a left-out module; whatever is asked of it is a placeholder."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = _placeholder(f"{self.__name__}.{name}")
        setattr(self, name, found)
        return found


def _placeholder(dotted: str) -> type:
    module, _, name = dotted.rpartition(".")
    # What is caught must be an exception, or `except` would fail while it handles another error.
    is_error = name.endswith(("Error", "Exception")) or module.endswith((".errors", ".exceptions"))
    bases = (Exception,) if is_error else ()
    return _Placeholder(name, bases, {"__module__": module, "_dotted": dotted})


def _not_installed(cls: _Placeholder) -> ImportError:
    package = cls._dotted.partition(".")[0]
    return ImportError(
        f"{cls.__module__}.{cls.__qualname__} needs the package {package}, "
        "which is left out of this installation on purpose.",
        name=package,
    )


def _import_for_rasa(
    name: str,
    globals: dict[str, Any] | None = None,
    locals: dict[str, Any] | None = None,
    fromlist: Sequence[str] = (),
    level: int = 0,
) -> ModuleType:
    """The import statement as Rasa's modules see it.

    A left-out package is an inert placeholder, and what is seldom touched comes later.
    """
    later = put_off(name, fromlist or ()) if level == 0 else None
    if later is not None:
        return later
    try:
        return builtins.__import__(name, globals, locals, fromlist, level)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        if level or package not in LEFT_OUT or error.name not in _parents(name):
            raise
        return _AbsentModule(name if fromlist else package)


def _parents(name: str) -> list[str]:
    """The module and all that it lies in: a, a.b and a.b.c for a.b.c."""
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


_BUILTINS = {**vars(builtins), "__import__": _import_for_rasa}


class _RasaLoader(SourceFileLoader):
    """Runs a module of Rasa with its own import statement, then patches it."""

    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = _BUILTINS
        _loading.depth += 1
        try:
            super().exec_module(module)
        finally:
            _loading.depth -= 1
        patch = PATCHES.get(module.__name__)
        if patch is not None:
            patch(module)


class _RasaFinder:
    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] not in ("rasa", "rasa_sdk"):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _RasaLoader(spec.loader.name, spec.loader.path)
        return spec


def run_in_one_process(module: ModuleType) -> None:
    """Sanic ≥ 22.9 starts workers that import the app by name; Rasa makes it inside a function."""

    class OneProcessSanic(module.Sanic):
        def run(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("workers", None)
            super().run(*args, **kwargs, single_process=True)

    module.Sanic = OneProcessSanic


def supply_response_stream(module: ModuleType) -> None:
    """Rasa's REST channel calls `sanic.response.stream` for `?stream=true`; Sanic 23 dropped it."""
    response = module.response
    if hasattr(response, "stream"):
        return

    def stream(
        streaming_fn: Callable[..., Any],
        status: int = 200,
        headers: dict[str, str] | None = None,
        content_type: str = "text/plain; charset=utf-8",
    ) -> Any:
        return response.ResponseStream(streaming_fn, status, headers, content_type)

    response.stream = stream


def expect_warnings(module: ModuleType) -> None:
    """Rasa's commands leave out warnings that it expects of old libraries; so do its embedders."""
    module.EXPECTED_WARNINGS += [
        (UserWarning, "pkg_resources is deprecated as an API"),
        (DeprecationWarning, "'[a-zA-Z]+' deprecated - use '"),
    ]
    for category, message in module.EXPECTED_WARNINGS:
        warnings.filterwarnings("ignore", f".*{message}", category)


PATCHES: dict[str, Callable[[ModuleType], None]] = {
    "rasa.core.run": run_in_one_process,
    "rasa.core.training.interactive": run_in_one_process,
    "rasa.server": run_in_one_process,
    "rasa.utils.common": expect_warnings,
    "rasa_sdk.endpoint": run_in_one_process,
    "rasa.core.channels.rest": supply_response_stream,
}


def _switch_on() -> None:
    # Nothing about a clinic's assistant is reported to anybody, whatever the machine's settings.
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # Rasa's tracker store was written for SQLAlchemy 1.4, which is what the lock holds.
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    if _RasaFinder not in sys.meta_path:
        sys.meta_path.insert(0, _RasaFinder)


_switch_on()
