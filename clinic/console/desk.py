"""What the pages need of the running server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment

from clinic.business_hours import BusinessHours
from clinic.console.answers import Answers
from clinic.console.passwords import Passwords
from clinic.console.templating import make_environment
from clinic.console.typing_now import TypingNow
from clinic.profile import ClinicProfile, load_profile
from clinic.settings import ROOT, Settings
from clinic.store import Store
from clinic.training.inbox import Inbox
from clinic.training.topic_changes import TopicEditor


@dataclass
class Desk:
    """`app.ctx.desk` of a running server."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    profile: ClinicProfile
    templates: Environment
    answers: Answers
    typing: TypingNow
    inbox: Inbox
    passwords: Passwords = field(default_factory=Passwords)
    root: Path = ROOT  # where the training files are

    @property
    def hours(self) -> BusinessHours:
        return self.profile.business_hours

    @property
    def editor(self) -> TopicEditor:
        today = self.clock().astimezone(self.profile.zone).date
        return TopicEditor(self.root, var=self.settings.var_dir, today=today)

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.settings.staff_idle_minutes)

    @property
    def absolute(self) -> timedelta:
        return timedelta(hours=self.settings.staff_session_hours)


def make_desk(store: Store, settings: Settings, clock: Callable[[], datetime]) -> Desk:
    profile = load_profile(settings.clinic_file)
    return Desk(
        store,
        settings,
        clock,
        profile,
        make_environment(profile),
        Answers(profile),
        TypingNow(clock),
        Inbox(store),
    )
