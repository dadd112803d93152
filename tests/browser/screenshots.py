"""Pictures of the widget's states: `python -m tests.browser.screenshots docs/widget`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import Chat, Pages, launch
from tests.chat.test_crashes import BOOKING
from tests.live import LiveServer

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
COLOURS = 128  # enough for flat colours and text, a third of the bytes


def answered(chat: Chat) -> None:
    chat.open()
    chat.ask("What is it, and is there downtime?")


def booked(chat: Chat) -> None:
    chat.open()
    for said in BOOKING[:-1]:  # up to the read-back
        chat.ask(said)
    chat.log.locator(".card").wait_for()


def offline(chat: Chat) -> None:
    answered(chat)
    chat.page.context.set_offline(True)
    chat.say("How many sessions do people need?")
    chat.status.locator("p").wait_for()


def asked(chat: Chat) -> None:
    answered(chat)
    chat.choose("Erase this chat")


SHOTS: dict[str, tuple[dict[str, Any], str, Callable[[Chat], Any]]] = {
    "closed": (DESK, "/", lambda chat: chat.launcher.wait_for()),
    "open": (DESK, "/", lambda chat: chat.open()),
    "answered": (DESK, "/", answered),
    "card-dark": (DESK | {"color_scheme": "dark"}, "/", booked),
    "phone-open": (PHONE, "/", lambda chat: chat.open()),
    "phone-answered": (PHONE, "/", answered),
    "phone-card": (PHONE, "/", booked),
    "phone-offline-dark": (PHONE | {"color_scheme": "dark"}, "/", offline),
    "phone-erase": (PHONE, "/", asked),
    "magnified": ({"viewport": {"width": 320, "height": 256}}, "/", answered),
}


def take(url: str, folder: Path, names: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name in names:
            options, path, into_state = SHOTS[name]
            pages = Pages(browser)
            chat = pages.chat(url + path, reduced_motion="reduce", **options)
            into_state(chat)
            chat.page.wait_for_timeout(300)
            save(chat.page.screenshot(), folder / f"{name}.png")
            pages.close()
        browser.close()


def save(png: bytes, path: Path) -> None:
    image = Image.open(BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    folder, *names = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    server = LiveServer()
    try:
        take(server.url, Path(folder), names or list(SHOTS))
    finally:
        server.remove()


if __name__ == "__main__":
    main()
