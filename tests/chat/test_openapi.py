"""The description of the API is complete, and true of a running server."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from ruamel.yaml import YAML
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clinic.chat.api import PREFIX
from clinic.chat.description import FILE, description
from tests.chat.served import Served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(description())


def test_it_is_served_as_yaml_and_as_json(server: Served) -> None:
    with server.http() as http:
        as_yaml, as_json = http.get("/openapi.yaml"), http.get("/openapi.json")
    assert as_yaml.content == FILE.read_bytes()
    assert as_json.json() == YAML(typ="safe").load(as_yaml.text)


def test_it_describes_every_call_and_no_other(server: Served) -> None:
    described = {
        (method.upper(), path)
        for path, methods in description()["paths"].items()
        for method in methods
    }
    served = {
        (method, "/" + route.path.removeprefix(PREFIX.strip("/")).strip("/"))
        for route in server._app.router.routes
        if route.path.startswith(PREFIX.strip("/")) and "openapi" not in route.path
        for method in route.methods - {"OPTIONS"}
    }
    assert served == described


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_what_is_sent_by_the_description_is_answered_by_it(
    server: Served, case: schemathesis.Case
) -> None:
    """Valid and invalid calls with a good token: no 500, and only what is described."""
    visitor = server.visitor()
    visitor.close()
    if str(case.query.get("wait")).isdigit() and 1 < int(case.query["wait"]) <= 25:
        case.query["wait"] = 1  # nothing will come
    headers = {"Authorization": f"Bearer {visitor.token}", "Accept": "application/json"}
    if case.path == "/sessions/current/transcript":
        headers["Accept"] = "text/plain"
    response = case.call(base_url=server.url + PREFIX, headers=headers, timeout=30)
    case.validate_response(response, checks=CHECKS)


@pytest.mark.parametrize("path", ["/messages", "/feedback"])
def test_every_example_is_taken(server: Served, path: str) -> None:
    content = description()["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    examples = [each["value"] for each in content.get("examples", {}).values()]
    with server.visitor() as visitor, server.http(visitor) as http:
        visitor.say("hello")
        for body in examples or [content["example"]]:
            response = http.post(path, json=_fresh(body))
            expected = 422 if "button" in body else 202 if path == "/messages" else 204
            assert response.status_code == expected


def test_every_refusal_that_a_call_can_give_is_described(server: Served) -> None:
    for path, methods in description()["paths"].items():
        for operation in methods.values():
            assert {"400", "403", "413", "429", "503"} <= set(operation["responses"]), path


def _fresh(body: dict[str, Any]) -> dict[str, Any]:
    return body | {"id": str(uuid.uuid4())} if "id" in body else body
