"""Alert rules watch what the server really counts, and each says what is to be done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from clinic.chat.metrics import OUTCOMES, STAGES, Metrics
from tests.sources import ROOT

RULES = ROOT / "deploy" / "alerts.yml"
OPERATIONS = ROOT / "docs" / "operations.md"
OF_PROMETHEUS = {"up"}
WORDS = {"sum", "by", "le", "rate", "increase", "max", "count", "and", "or", "model"}
WORDS |= {"histogram_quantile"}


def rules() -> list[dict[str, Any]]:
    groups = YAML(typ="safe").load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def ids(rule: dict[str, Any]) -> str:
    return rule["alert"]


def metrics_in(expression: str) -> set[str]:
    """The names of an expression that are neither labels nor Prometheus' own words."""
    bare = re.sub(r"\{[^}]*\}|\[\w+\]|\"[^\"]*\"", " ", expression)
    return set(re.findall(r"[a-z_]{2,}", bare)) - WORDS


def exported() -> set[str]:
    names = set()
    for family in text_string_to_metric_families(Metrics().text().decode()):
        suffixes = {
            "counter": ("_total",),
            "histogram": ("_bucket", "_sum", "_count"),
        }.get(family.type, ("",))
        names |= {family.name + suffix for suffix in suffixes}
    return names


@pytest.mark.parametrize("rule", rules(), ids=ids)
def test_a_rule_watches_what_is_exported(rule: dict[str, Any]) -> None:
    watched = metrics_in(rule["expr"])
    assert watched
    assert watched <= exported() | OF_PROMETHEUS


@pytest.mark.parametrize("rule", rules(), ids=ids)
def test_a_rule_names_labels_that_there_are(rule: dict[str, Any]) -> None:
    for label, known in (("outcome", OUTCOMES), ("stage", STAGES)):
        assert set(re.findall(rf'{label}="(\w+)"', rule["expr"])) <= set(known)


@pytest.mark.parametrize("rule", rules(), ids=ids)
def test_a_rule_says_how_urgent_it_is_and_what_has_happened(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"].endswith(".")


def test_every_alert_has_its_section_and_every_section_its_alert() -> None:
    headings = re.findall(r"^### (Clinic\w+)$", OPERATIONS.read_text(encoding="utf-8"), re.M)
    assert sorted(headings) == sorted(rule["alert"] for rule in rules())


def test_the_names_of_an_expression_are_found() -> None:
    """Else the test above would let everything through."""
    found = metrics_in('sum by (le) (rate(clinic_made_up_total{status=~"5.."}[5m])) > 3')
    assert found == {"clinic_made_up_total"}
    assert not found <= exported()
