"""Telling people outside the chat: mail, webhook, calendar file, the page behind a mail's link."""
