"""What the operator sets, by environment variable or in `.env`; each one stands in the README."""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from clinic.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32  # characters


class Settings(BaseSettings):
    """Typed settings; the field's name in capitals is the variable's."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=False)

    host: str = Field("127.0.0.1", description="Address that the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the server listens on.")
    database_url: str = Field(
        "sqlite:///var/clinic.db", description="SQLite file or PostgreSQL address."
    )
    database_url_file: Path | None = Field(
        None, description="File that holds that address, password and all; it counts instead."
    )
    database_pool_size: int = Field(8, ge=2, le=64, description="Connections to the database.")
    var_dir: Path = Field(Path("var"), description="Folder of everything made at run time.")
    models_dir: Path = Field(Path("models"), description="Folder of the trained models.")
    clinic_file: Path = Field(Path("clinic.yml"), description="The clinic's own details.")
    secret_key: str | None = Field(
        None, description="Signs tokens; made at the first start where it is not given."
    )
    secret_key_file: Path | None = Field(None, description="File that holds the secret key.")
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        [], description="Other sites whose pages may carry the chat, separated by commas."
    )
    trusted_proxies: int = Field(
        0, ge=0, le=9, description="Proxies in front whose X-Forwarded-For entry is believed."
    )
    messages_per_minute: int = Field(
        30, ge=1, description="Messages that one conversation may send in a minute."
    )
    sessions_per_minute: int = Field(
        60, ge=1, description="Conversations that one address may open in a minute."
    )
    requests_per_minute: int = Field(
        1200, ge=1, description="Calls that one address may make in a minute."
    )
    streams_per_address: int = Field(
        200, ge=1, description="Event streams that one address may have open at a time."
    )
    turn_timeout: float = Field(10.0, gt=0, le=20, description="Seconds a turn may take.")
    turn_concurrency: int = Field(4, ge=1, le=32, description="Turns computed at the same time.")
    public_url: str | None = Field(
        None, description="Address under which visitors and staff reach this server."
    )
    smtp_host: str | None = Field(
        None, description="Mail server; without one mails are written to `var/outbox/`."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="`starttls`, `tls` or `none`: how mail is encrypted on its way."
    )
    smtp_user: str | None = Field(None, description="Account at the mail server.")
    smtp_password: str | None = Field(None, description="Its password.")
    smtp_password_file: Path | None = Field(None, description="File that holds its password.")
    mail_from: str | None = Field(None, description="Sender of every mail.")
    mail_to: str | None = Field(
        None, description="Who hears of requests; the e-mail in clinic.yml where it is not given."
    )
    webhook_url: str | None = Field(
        None, description="Where other systems hear of requests, by signed POST."
    )
    webhook_secret: str | None = Field(None, description="Signs what the webhook receives.")
    webhook_secret_file: Path | None = Field(None, description="File that holds that secret.")
    metrics_token: str | None = Field(
        None, description="Lets /metrics be read from elsewhere than this machine."
    )
    metrics_token_file: Path | None = Field(None, description="File that holds that token.")
    staff_idle_minutes: int = Field(
        30, ge=1, le=1440, description="Minutes without a click after which staff are signed out."
    )
    staff_session_hours: int = Field(
        12, ge=1, le=168, description="Hours after which staff have to sign in again."
    )
    takeover_silence: int = Field(
        600,
        ge=30,
        le=86_400,
        description="Seconds without a word from staff until the assistant answers again.",
    )
    same_request_within: int = Field(
        3600,
        ge=0,
        le=86_400,
        description="Seconds in which the same request from another device or tab is the same.",
    )
    service_level_minutes: int = Field(
        120, ge=5, description="Opening time within which a new request should be worked on."
    )
    retention_conversations_days: int = Field(
        365, ge=1, description="Days that a conversation is kept after its last message."
    )
    retention_bookings_days: int = Field(
        730, ge=1, description="Days that a settled booking request is kept."
    )
    retention_audit_days: int = Field(
        1095, ge=366, description="Days that an entry of the audit is kept."
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_json: bool | None = Field(
        None, description="Write logs as JSON lines; as if `True` unless they go to a terminal."
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return [origin.strip().rstrip("/") for origin in value.split(",") if origin.strip()]

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("choose DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @model_validator(mode="after")
    def _complete(self) -> Settings:
        if self.database_url_file:
            self.database_url = _secret_in(self.database_url_file, "database_url")
        if self.secret_key and len(self.secret_key) < SHORTEST_SECRET:
            raise ValueError(f"SECRET_KEY needs {SHORTEST_SECRET} characters or more")
        if self.smtp_host and not self.mail_from:
            raise ValueError("SMTP_HOST needs MAIL_FROM, the sender of the mails")
        if self.webhook_url and not (self.webhook_secret or self.webhook_secret_file):
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET or WEBHOOK_SECRET_FILE")
        return self

    @property
    def own_url(self) -> str:
        """Where links in mails lead, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def secret_of(self, name: str) -> str:
        """A secret that is given itself or as a file, such as `smtp_password`."""
        return getattr(self, name) or _secret_in(getattr(self, f"{name}_file"), name)

    @cached_property
    def secret(self) -> str:
        """The signing key: given, read from its file, or made once with mode 600 in var/."""
        if self.secret_key:
            return self.secret_key
        if self.secret_key_file:
            return _read_secret(self.secret_key_file)
        return _own_secret(self.var_dir / "secret_key")

    @property
    def erasures_file(self) -> Path:
        """The copy of all erasure receipts, which a restored database is checked against."""
        return self.var_dir / "erasures.jsonl"

    @property
    def mails_folder(self) -> Path:
        """Where mails are left while no SMTP server is set."""
        return self.var_dir / "outbox"


def load_settings(**overrides: Any) -> Settings:
    """Read the environment and `.env`; raises SettingsError naming each wrong variable."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        problems = "; ".join(
            ": ".join(filter(None, (".".join(map(str, each["loc"])).upper(), _plain(each["msg"]))))
            for each in error.errors()
        )
        raise SettingsError(f"A setting cannot be used: {problems}.") from error


def _plain(message: str) -> str:
    """Without the type of the error, which pydantic puts before our own words."""
    return message.removeprefix("Value error, ")


def _secret_in(path: Path | None, name: str) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(
            f"{name.upper()}_FILE {path} cannot be read: {error.strerror}."
        ) from error


def _read_secret(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"SECRET_KEY_FILE {path} cannot be read: {error.strerror}.") from error
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"The secret in {path} is shorter than {SHORTEST_SECRET} characters.")
    return secret


def _own_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())  # lost with the machine's power, it would sign everybody out
        try:
            os.link(draft, path)  # of two processes that start together one wins, whole
        except FileExistsError:
            pass
        draft.unlink()
    return _read_secret(path)
