"""The roles that an account of the clinic's staff may have."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    front_desk = "front_desk"
    reviewer = "reviewer"
    trainer = "trainer"
    approver = "approver"
    admin = "admin"


ROLES = tuple(Role)
