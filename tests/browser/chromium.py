"""Debian's Chromium, and the chat in one of its pages as a visitor sees and uses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright

PROGRAM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)


class Chat:
    """The widget in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("clinic-chat")
        self.panel = self.element.locator("dialog.panel")
        self.launcher = self.element.locator(".launcher")
        self.log = self.element.locator(".log")
        self.field = self.element.locator(".field")
        self.status = self.element.locator(".status")
        self.rows = self.log.locator(".row[data-seq]:not([data-seq='0'])")

    def open(self) -> Chat:
        self.launcher.click()
        self.field.wait_for()
        return self

    def close(self) -> None:
        self.button("Close").click()

    def say(self, text: str) -> None:
        """Type a message and send it by Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Say something and wait for the next answer, whose row is returned."""
        before = self.answers.count()
        self.say(text)
        return self.answer(before)

    def answer(self, number: int) -> Locator:
        row = self.answers.nth(number)
        row.wait_for()
        return row

    @property
    def answers(self) -> Locator:
        """What the assistant or the team has said, without the welcome."""
        return self.log.locator(".row[data-seq]:is(.bot, .staff)")

    def said(self) -> list[str]:
        """All bubbles that visitor, assistant and team have filled, with who said each."""
        return self.log.locator(".row[data-seq] .bubble").evaluate_all(
            "all => all.map(each => each.textContent.replace(/\\s+/g, ' ').trim())"
        )

    def button(self, name: str) -> Locator:
        return self.element.get_by_role("button", name=name, exact=True)

    def choose(self, item: str) -> None:
        """Choose something from the menu."""
        self.button("Menu").click()
        self.button(item).click()

    def until(self, condition: str, argument: Any = None) -> None:
        """Wait until a function of the element, in JavaScript, is true."""
        self.page.wait_for_function(
            f"argument => ({condition})(document.querySelector('clinic-chat'), argument)",
            arg=argument,
            timeout=PATIENCE_MS,
        )

    def stored(self) -> dict[str, Any]:
        """What the widget keeps on the device, by key."""
        kept = self.page.evaluate("JSON.stringify({...localStorage})")
        return {key: json.loads(value) for key, value in json.loads(kept).items()}

    def focused(self) -> str:
        """Id or class of the element that has the focus, in the widget or in the page."""
        return self.page.evaluate(
            "() => { const e = document.activeElement?.shadowRoot?.activeElement"
            " ?? document.activeElement; return e.id || e.className || e.localName; }"
        )


class Pages:
    """Opens pages, each in a browser profile of its own, and keeps what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def context(self, **options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("locale", "en-US")
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        return context

    def page(self, context: BrowserContext | None = None, **options: Any) -> Page:
        page = (context or self.context(**options)).new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def chat(self, url: str, context: BrowserContext | None = None, **options: Any) -> Chat:
        page = self.page(context, **options)
        page.goto(url)
        page.wait_for_function(
            "document.querySelector('clinic-chat')?.shadowRoot?.childElementCount"
        )
        return Chat(page)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


OpenChat = Callable[..., Chat]
