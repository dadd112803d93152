"""The few marks that an answer may have become nodes; whatever else is in a text stays text."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources import ROOT

pytestmark = pytest.mark.browser

SOURCE = ROOT / "widget" / "src" / "markdown.js"
# In Lit's place: the fixed parts of a template on one side, what is filled in on the other.
HTML = "const html = (fixed, ...filled) => ({ fixed: [...fixed], filled });"
ANSWER = """
const { readFileSync } = await import("node:fs");
const texts = JSON.parse(readFileSync(0, "utf8"));
const began = process.cpuUsage().user;
const made = texts.map((text) => [formatted(text), spoken(text)]);
console.log(JSON.stringify({ made, ms: (process.cpuUsage().user - began) / 1000 }));
"""
PIECES = [
    "**", "*", "[", "](", ")", "](javascript:alert(1))", "](https://a.example/", "](mailto:",
    "](tel:1)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\n", "- ", "1. ",
    '"', "'", "${x}", "a", "](data:text/html,x)", "](HTTPS://X)", "&lt;", "\u2028", "`",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=14).map("".join)


def rendered(given_texts: list[str]) -> dict:
    source = re.sub(r"^import .*$", HTML, SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    done = subprocess.run(
        ["node", "--input-type=module", "-e", source.replace("export ", "") + ANSWER],
        input=json.dumps(given_texts),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def look(node: object, fixed: set[str], addresses: list[str], words: list[str]) -> None:
    """Sort a rendering into fixed parts, addresses of links and words."""
    if isinstance(node, list):
        for each in node:
            look(each, fixed, addresses, words)
    elif isinstance(node, dict):
        fixed |= set(node["fixed"])
        for before, value in zip(node["fixed"], node["filled"], strict=False):
            if before.endswith("="):
                addresses.append(value)
            else:
                look(value, fixed, addresses, words)
    elif node:
        words.append(str(node))


@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(texts, min_size=100, max_size=100))
def test_no_text_becomes_markup(many: list[str]) -> None:
    fixed: set[str] = set()
    addresses: list[str] = []
    for text, (nodes, spoken) in zip(many, rendered(many)["made"], strict=True):
        words: list[str] = []
        look(nodes, fixed, addresses, words)
        assert "".join(words).count("<script>") <= text.count("<script>")
        assert isinstance(spoken, str)
    assert all(
        address.startswith(("https://", "http://", "mailto:", "tel:")) for address in addresses
    )
    assert "script" not in "".join(fixed) and "onerror" not in "".join(fixed)


def test_a_link_is_made_where_it_should_be() -> None:
    fixed, addresses, words = set(), [], []
    look(rendered(["see [our page](https://a.example/x) **now**"])["made"], fixed, addresses, words)
    assert addresses == ["https://a.example/x"]
    assert "our page" in words and "now" in words


@pytest.mark.parametrize("unit", ["**", "[", "[a](", "*", "- ", "[a](https://x", "**a"])
def test_a_text_that_was_made_to_be_slow_is_shown_in_a_moment(unit: str) -> None:
    assert rendered([(unit * 2000)[:2000]])["ms"] < 300
