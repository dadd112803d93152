"""openapi.yaml, as it is and as JSON."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from clinic.chat.api import PREFIX

FILE = Path(__file__).with_name("openapi.yaml")
HEADERS = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}


@cache
def description() -> dict[str, Any]:
    with FILE.open(encoding="utf-8") as file:
        return YAML(typ="safe").load(file)


def description_blueprint() -> Blueprint:
    blueprint = Blueprint("description", url_prefix=PREFIX)
    blueprint.add_route(as_yaml, "/openapi.yaml")
    blueprint.add_route(as_json, "/openapi.json")
    return blueprint


async def as_yaml(_request: Request) -> HTTPResponse:
    return HTTPResponse(FILE.read_bytes(), content_type="application/yaml", headers=HEADERS)


async def as_json(_request: Request) -> HTTPResponse:
    return HTTPResponse(json.dumps(description()), content_type="application/json", headers=HEADERS)
