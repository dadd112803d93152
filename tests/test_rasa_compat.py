"""Rasa on libraries it was not written for: one test for each thing that is bridged."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic import rasa_compat
from tests.sources import ROOT


@pytest.mark.parametrize("package", sorted(rasa_compat.LEFT_OUT))
def test_what_is_called_left_out_is_not_installed(package: str) -> None:
    roots = {"google": "google.auth"}  # protobuf, which is installed, owns google.protobuf
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(roots.get(package, package))


def test_rasa_itself_is_the_pinned_release() -> None:
    assert importlib.metadata.version("rasa") == "3.6.21"


def test_rasa_imports_though_tensorflow_is_left_out() -> None:
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier

    assert DIETClassifier.get_default_config()["epochs"] == 300


def test_a_left_out_package_says_so_when_it_is_used() -> None:
    from rasa.utils.tensorflow.models import RasaModel

    with pytest.raises(ImportError, match="RasaModel needs the package (keras|tensorflow)"):
        RasaModel()


def test_a_function_of_a_left_out_package_says_so_when_it_is_called() -> None:
    from rasa.core.tracker_store import DynamoTrackerStore

    with pytest.raises(ImportError, match="boto3"):
        DynamoTrackerStore(None)


async def test_errors_of_left_out_packages_hide_no_other_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rasa lists errors of brokers and stores that we leave out in the `except` of every one."""
    from rasa.core import tracker_store
    from rasa.core.brokers.broker import EventBroker
    from rasa.shared.exceptions import ConnectionException
    from rasa.utils.endpoints import EndpointConfig

    nowhere = EndpointConfig(type="SQL", dialect="sqlite", db="/no/such/folder/db")
    with pytest.raises(ConnectionException):
        await EventBroker.create(nowhere)

    def refuse(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(tracker_store, "create_tracker_store", refuse)
    with pytest.raises(ConnectionException):
        tracker_store.TrackerStore.create(nowhere)


def test_rasa_says_nothing_of_the_old_names_it_uses() -> None:
    answer = subprocess.run(
        [Path(sys.executable).with_name("rasa"), "data", "validate", "--help"],
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0
    assert answer.stderr == ""


def test_embedding_rasa_is_as_quiet_as_its_commands() -> None:
    ask = (
        "import rasa.core.agent, rasa.engine.training.fingerprinting\n"
        "from rasa.shared.core.domain import Domain\n"
        "Domain.load('domain.yml').slots\n"
    )
    answer = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_other_code_sees_left_out_packages_as_not_installed() -> None:
    import rasa.core.policies.ted_policy  # noqa: F401

    assert not {name.partition(".")[0] for name in sys.modules} & (
        rasa_compat.LEFT_OUT - {"google"}
    )
    assert importlib.util.find_spec("tensorflow") is None


def test_a_module_that_rasa_misses_for_another_reason_is_still_missing() -> None:
    with pytest.raises(ModuleNotFoundError, match="transformers"):
        import rasa.nlu.utils.hugging_face.registry  # noqa: F401


async def test_the_rest_channel_streams() -> None:
    from rasa.core.channels.rest import RestInput
    from sanic import Sanic

    async def answer(message: Any) -> None:
        await message.output_channel.send_text_message(message.sender_id, f"not {message.text}")

    app = Sanic("streaming", configure_logging=False)
    app.blueprint(RestInput().blueprint(answer), url_prefix="/webhooks/rest")
    async with _serving(app) as address, httpx.AsyncClient(base_url=address) as client:
        reply = await client.post(
            "/webhooks/rest/webhook?stream=true", json={"sender": "me", "message": "hello"}
        )
    assert reply.headers["content-type"] == "text/event-stream"
    assert json.loads(reply.text) == {"recipient_id": "me", "text": "not hello"}


@asynccontextmanager
async def _serving(app: Any) -> AsyncIterator[str]:
    server = await app.create_server("127.0.0.1", 0, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{server.server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


def test_rasas_servers_run_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    import rasa.core.run
    import rasa.core.training.interactive
    import rasa.server
    import rasa_sdk.endpoint
    from sanic import Sanic

    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(Sanic, "run", lambda self, *args, **kwargs: asked.append(kwargs))
    modules = (rasa.core.run, rasa.core.training.interactive, rasa.server, rasa_sdk.endpoint)
    for number, module in enumerate(modules):
        module.Sanic(f"one_process_{number}", configure_logging=False).run(
            "127.0.0.1", 0, workers=4
        )
    assert asked == [{"single_process": True}] * len(modules)


def test_the_products_own_sanic_is_left_alone() -> None:
    import rasa.core.run
    import sanic

    assert rasa.core.run.Sanic is not sanic.Sanic
    assert sanic.Sanic.__module__ == "sanic.app"


def test_nothing_is_reported_to_rasa_even_if_the_machine_allows_it() -> None:
    ask = "from rasa import telemetry; print(telemetry.is_telemetry_enabled())"
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        env={"PATH": "/usr/bin:/bin", "RASA_TELEMETRY_ENABLED": "true"},
        capture_output=True,
        text=True,
    )
    assert answer.stdout.split() == ["False"], answer.stderr


def test_every_program_of_the_environment_has_it_without_loading_rasa() -> None:
    ask = "import sys; print('clinic.rasa_compat' in sys.modules, 'rasa' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", ask], cwd="/", capture_output=True, text=True)
    assert answer.stdout.split() == ["True", "False"], answer.stderr
