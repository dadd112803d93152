"""clinic.yml: what the clinic has filled in about itself, and nothing that it has not."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from clinic.business_hours import WEEKDAYS, BusinessHours, read_spans
from clinic.errors import SettingsError


class ClinicProfile(BaseModel):
    """The clinic's details; an empty one means that nobody may state it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    towns: list[str]
    time_zone: str
    emergency_number: str
    crisis_line: str
    violence_line: str = "1-800-799-7233"  # the National Domestic Violence Hotline
    phone: str = ""
    email: str = ""
    hours: str = ""
    opening_hours: dict[Literal[WEEKDAYS], str] = {}
    closed_days: list[date] = []
    addresses: dict[str, str] = {}
    price_note: str = ""
    privacy_link: str = ""
    booking_link: str = ""
    review_grace_days: int | None = Field(None, ge=0)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            raise ValueError("is no time zone such as America/New_York") from error
        return value

    @field_validator("opening_hours")
    @classmethod
    def _readable_hours(cls, value: dict[str, str]) -> dict[str, str]:
        for spans in value.values():
            read_spans(spans)
        return value

    @cached_property
    def business_hours(self) -> BusinessHours:
        """When somebody looks at requests; unknown where `opening_hours` is empty."""
        spans = {
            number: read_spans(self.opening_hours.get(day, ""))
            for number, day in enumerate(WEEKDAYS)
        }
        return BusinessHours(spans, frozenset(self.closed_days), self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def variables(self) -> dict[str, str]:
        """What a response may name in braces."""
        return {
            "clinic_name": self.name,
            "towns": " and ".join(self.towns),
            "emergency_number": self.emergency_number,
            "crisis_line": self.crisis_line,
            "violence_line": self.violence_line,
            "clinic_phone": self.phone,
            "clinic_email": self.email,
            "clinic_hours": self.hours,
            "clinic_addresses": "; ".join(
                f"{town}: {address}" for town, address in self.addresses.items() if address
            ),
            "price_note": self.price_note,
            "privacy_link": self.privacy_link,
            "booking_link": self.booking_link,
        }


def load_profile(path: Path) -> ClinicProfile:
    """Read clinic.yml; raises SettingsError naming what is wrong in it."""
    try:
        with path.open(encoding="utf-8") as file:
            return ClinicProfile(**(YAML(typ="safe").load(file) or {}))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    except YAMLError as error:
        raise SettingsError(f"{path} is no valid YAML: {error}") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()
        )
        raise SettingsError(f"{path} cannot be used: {problems}.") from error
