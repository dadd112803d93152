"""Settings: typed, documented, and refused by name when they cannot be used."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from clinic.errors import SettingsError
from clinic.settings import Settings, load_settings
from tests.sources import ROOT


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from somebody's .env
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_readme_table_holds_every_setting_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([A-Z][A-Z_]+)`", readme, re.MULTILINE)
    assert sorted(documented) == sorted(name.upper() for name in Settings.model_fields)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match="PORT: .*LOG_LEVEL: "):
        load_settings()


def test_dotenv_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PORT=9001\nHOST=127.0.0.2\n")
    monkeypatch.setenv("PORT", "9002")
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.2", 9002)


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://a.example/, https://b.example")
    assert load_settings().allowed_origins == ["https://a.example", "https://b.example"]


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_settings(var_dir=tmp_path / "var").secret
    assert load_settings(var_dir=tmp_path / "var").secret == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_a_given_secret_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    assert load_settings(secret_key_file=tmp_path / "key").secret == "k" * 40


def test_a_short_secret_is_refused_however_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("short")
    with pytest.raises(SettingsError, match="shorter than 32"):
        load_settings(secret_key_file=tmp_path / "key").secret  # noqa: B018
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(SettingsError, match="SECRET_KEY needs 32"):
        load_settings()


def test_every_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secrets = {name for name in Settings.model_fields if f"{name}_file" in Settings.model_fields}
    assert secrets == {
        "secret_key", "database_url", "smtp_password", "webhook_secret", "metrics_token",
    }  # fmt: skip
    (tmp_path / "given").write_text("sqlite:///var/other.db\n")
    given = {f"{name}_file": tmp_path / "given" for name in secrets - {"secret_key"}}
    settings = load_settings(**given)
    assert settings.database_url == "sqlite:///var/other.db"
    for name in secrets - {"secret_key", "database_url"}:
        assert settings.secret_of(name) == "sqlite:///var/other.db"


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL_FILE .*cannot be read"):
        load_settings(database_url_file=tmp_path / "nothing")
