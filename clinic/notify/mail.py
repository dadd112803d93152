"""Sends a mail by SMTP, or leaves it in a folder where no SMTP server is set."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from clinic.errors import NotDelivered
from clinic.settings import Settings

TIMEOUT_S = 20


class Refused(NotDelivered):
    """The receiver will never accept it; trying again is of no use."""


class Mailer(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over; raises NotDelivered, or Refused where it is no use to go on."""


def mailer(settings: Settings) -> Mailer:
    return SmtpMailer(settings) if settings.smtp_host else FolderMailer(settings.mails_folder)


class FolderMailer:
    """`var/outbox/*.eml`: so that the first run shows what would be sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        # The same mail again takes the same name, so it is never there twice.
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        draft = self._folder / f".{name}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(mail.as_bytes(policy=SMTP))
            draft.replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise NotDelivered(f"{self._folder} cannot be written: {error.strerror}.") from error


class SmtpMailer:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, mail: EmailMessage) -> None:
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            kind = Refused if all(code >= 500 for code in codes) else NotDelivered
            raise kind(f"The mail server refused the receiver ({_codes(codes)}).") from error
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(f"The mail server said {error.smtp_code}.") from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotDelivered(f"The mail server: {type(error).__name__}.") from error

    def _connected(self) -> smtplib.SMTP:
        """A connection that is encrypted and signed in as the settings say."""
        settings, trusted = self._settings, ssl.create_default_context()
        host, port = settings.smtp_host, settings.smtp_port
        if settings.smtp_tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=trusted)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        try:
            if settings.smtp_tls == "starttls":
                server.starttls(context=trusted)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.secret_of("smtp_password"))
        except BaseException:
            server.close()
            raise
        return server


def _codes(codes: set[int]) -> str:
    return ", ".join(str(code) for code in sorted(codes))
