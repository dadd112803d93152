"""For everybody: by keyboard, by screen reader, magnified, without motion, in forced colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clinic.store.takeovers import JOINED
from tests.browser.chromium import Chat, OpenChat, Pages
from tests.browser.sites import Site
from tests.browser.staff import announce, say_as_staff, signal
from tests.chat.served import Served

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MAGNIFIED = {"viewport": {"width": 320, "height": 256}}  # 1280 × 1024 at 400 %


def violations(page: Page) -> list[str]:
    """What axe finds in the whole page, the widget's shadow tree included."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


def typing(chat: Chat, server: Served) -> None:
    chat.ask("hello")
    signal(server, chat, "typing")
    chat.log.locator(".typing").wait_for()


def offline(chat: Chat, _server: Served) -> None:
    chat.ask("hello")
    chat.page.context.set_offline(True)
    chat.say("waits")
    expect(chat.status).to_contain_text("offline")


def refused(chat: Chat, _server: Served) -> None:
    chat.field.evaluate("field => field.removeAttribute('maxlength')")
    chat.say("x" * 2001)
    chat.log.locator("[data-seq=failed]").wait_for()


def with_staff(chat: Chat, server: Served) -> None:
    chat.ask("hello")
    announce(server, chat, JOINED)
    say_as_staff(server, chat, "Hi.")
    chat.answer(2)


def asking(chat: Chat, _server: Served) -> None:
    chat.ask("hello")
    chat.choose("Erase this chat")


STATES: dict[str, Callable[[Chat, Served], Any]] = {
    "open": lambda _chat, _server: None,
    "answered": lambda chat, _: chat.ask("**bold** [link](https://example.com)\n- a\n- b"),
    "typing": typing,
    "buttons": lambda chat, _: chat.ask("buttons"),
    "card": lambda chat, _: chat.ask("card"),
    "date": lambda chat, _: chat.ask("ask date"),
    "error": refused,
    "offline": offline,
    "staff": with_staff,
    "menu": lambda chat, _: chat.button("Menu").click(),
    "question": asking,
    "larger": lambda chat, _: chat.choose("Larger text"),
}
LOOKS: dict[str, tuple[int, int, Any]] = {
    "light": (1280, 800, "light"),
    "dark": (1280, 800, "dark"),
    "phone": (390, 844, "light"),
    "phone in the dark": (390, 844, "dark"),
    "magnified": (320, 256, "light"),
}


def violations_in_every_look(page: Page) -> dict[str, list[str]]:
    found = {}
    for name, (width, height, colours) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        page.wait_for_timeout(50)  # the panel becomes modal, or no longer
        found[name] = violations(page)
    return found


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(open_chat: OpenChat, server: Served, state: str) -> None:
    chat = open_chat(reduced_motion="reduce")
    STATES[state](chat, server)
    assert violations_in_every_look(chat.page) == dict.fromkeys(LOOKS, [])


def test_axe_finds_nothing_while_it_is_closed(pages: Pages, server: Served) -> None:
    chat = pages.chat(server.url)
    chat.element.evaluate("chat => chat.setAttribute('teaser', 'Any questions?')")
    chat.element.locator(".teaser").wait_for()
    assert violations_in_every_look(chat.page) == dict.fromkeys(LOOKS, [])


def test_axe_finds_nothing_in_spanish(pages: Pages, server: Served, site: Site) -> None:
    body = f'<script src="{server.url}/widget.js" defer></script>'
    chat = pages.chat(site.show(body, lang="es-MX"))
    assert violations(chat.page) == []
    chat.open()
    expect(chat.panel.locator(".label")).to_have_text("Automático, no una persona")
    assert violations(chat.page) == []


def test_the_keyboard_alone_does_everything(pages: Pages, server: Served) -> None:
    chat = pages.chat(server.url)
    press = chat.page.keyboard.press
    chat.page.locator("body").press("Tab")
    while chat.focused() != "launcher":
        press("Tab")
    press("Enter")
    expect(chat.field).to_be_focused()
    chat.page.keyboard.type("buttons")
    press("Enter")
    chat.answer(0)
    while chat.page.evaluate(FOCUSED_TEXT) != "A":
        press("Shift+Tab")
    press("Enter")
    chat.answer(1)
    assert chat.said()[-1] == "Assistant: pressed /A"
    assert chat.focused() == "field"  # the pressed button is gone, the focus is not
    while chat.focused() != "more":
        press("Shift+Tab")
    press("Enter")
    expect(chat.button("Menu")).to_have_attribute("aria-expanded", "true")
    press("Escape")
    assert chat.focused() == "more"
    press("Enter")
    while chat.page.evaluate(FOCUSED_TEXT) != "End chat":
        press("Tab")
    press("Enter")
    assert chat.page.evaluate(FOCUSED_TEXT) == "Cancel"
    press("Escape")
    assert chat.focused() == "more"
    press("Escape")
    expect(chat.launcher).to_be_focused()
    expect(chat.panel).to_be_hidden()


FOCUSED_TEXT = (
    "document.querySelector('clinic-chat').shadowRoot.activeElement?.textContent.trim() ?? ''"
)


def test_a_new_line_is_typed_with_shift(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.page.keyboard.type("one")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("two")
    chat.page.keyboard.press("Enter")
    chat.answer(0)
    assert chat.log.locator(".row.user .typed").text_content() == "one\ntwo"


def test_the_focus_goes_back_to_what_opened_it(pages: Pages, server: Served) -> None:
    chat = pages.chat(server.url)
    opener = chat.page.locator("[data-open-chat]")
    opener.click()
    expect(chat.field).to_be_focused()
    chat.close()
    expect(opener).to_be_focused()


def test_beside_a_page_the_panel_is_no_trap(open_chat: OpenChat) -> None:
    chat = open_chat()
    assert chat.panel.evaluate("panel => panel.open && !panel.matches(':modal')")
    chat.page.locator("h1").click()
    expect(chat.panel).to_be_visible()


def test_on_a_phone_the_panel_is_modal_and_fills_the_screen(open_chat: OpenChat) -> None:
    chat = open_chat(**PHONE)
    assert chat.panel.evaluate("panel => panel.matches(':modal')")
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    chat.page.set_viewport_size({"width": 1200, "height": 800})
    chat.until("chat => !chat.shadowRoot.querySelector('dialog').matches(':modal')")
    expect(chat.panel).to_be_visible()


def test_a_new_message_is_announced_once_and_old_ones_never(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("hello")
    chat.ask("buttons")
    chat.page.reload()
    chat.page.evaluate(WATCH_ANNOUNCEMENTS)
    chat.open()
    expect(chat.answers).to_have_count(2)
    chat.ask("**new** one")
    chat.ask("buttons")
    say_as_staff(server, chat, "A person.")
    chat.answer(4)
    server.on_loop(lambda: [w.close() for all_ in server.chat.hub._watches.values() for w in all_])
    chat.ask("after a break")
    assert chat.page.evaluate("window.announced") == [
        "Assistant: echo new one",
        "Assistant: Which one? Choices: A, B.",
        "Clinic team: A person.",
        "Assistant: echo after a break",
    ]
    assert chat.log.get_attribute("aria-live") == "off"


WATCH_ANNOUNCEMENTS = """() => {
  window.announced = [];
  const region = document.querySelector('clinic-chat').shadowRoot.querySelector('#announcer');
  new MutationObserver(changes => {
    for (const change of changes)
      for (const added of change.addedNodes) window.announced.push(added.textContent);
  }).observe(region, { childList: true });
}"""


@pytest.mark.parametrize("options", [{}, PHONE, MAGNIFIED], ids=["light", "phone", "magnified"])
def test_every_target_is_44_pixels_wide_and_high(
    open_chat: OpenChat, options: dict[str, Any]
) -> None:
    chat = open_chat(reduced_motion="reduce", **options)
    chat.ask("buttons")
    chat.ask("hello")
    chat.ask("card")
    chat.button("Menu").click()
    small = chat.element.evaluate(
        "chat => [...chat.shadowRoot.querySelectorAll('button, textarea')]"
        ".filter(each => each.checkVisibility())"
        ".map(each => [each.textContent || each.ariaLabel, each.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 44 || box.height < 44)"
        ".map(([name, box]) => `${name} ${box.width}x${box.height}`)"
    )
    assert small == []


def test_magnified_four_times_the_conversation_keeps_190_pixels(open_chat: OpenChat) -> None:
    chat = open_chat(**MAGNIFIED)
    chat.ask("buttons")
    chat.field.fill("a\nb\nc")
    box = chat.log.bounding_box()
    assert box is not None
    assert box["height"] >= 190
    assert box["width"] == 320
    expect(chat.panel.locator(".label")).to_be_in_viewport(ratio=1)
    for name in ("Menu", "Close", "Send"):
        expect(chat.button(name)).to_be_in_viewport(ratio=1)
    assert chat.page.evaluate("document.documentElement.scrollWidth") == 320


def test_whoever_wants_no_motion_gets_none(open_chat: OpenChat, server: Served) -> None:
    moving = "chat => chat.shadowRoot.getAnimations().length"
    chat = open_chat()
    typing(chat, server)
    assert chat.element.evaluate(moving) > 0
    calm = open_chat(reduced_motion="reduce")
    typing(calm, server)
    assert calm.element.evaluate(moving) == 0


def test_in_forced_colours_every_bubble_and_button_has_an_edge(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat(forced_colors="active")
    chat.ask("buttons")
    bare = chat.element.evaluate(
        "chat => [...chat.shadowRoot.querySelectorAll('button, .bubble, textarea')]"
        ".filter(each => each.checkVisibility())"
        ".filter(each => getComputedStyle(each).borderTopStyle === 'none'"
        "  || getComputedStyle(each).borderTopWidth === '0px')"
        ".map(each => each.outerHTML.slice(0, 80))"
    )
    assert bare == []
    typing(chat, server)
    dot = chat.log.locator(".typing i").first
    shown, ground = (
        dot.evaluate("dot => getComputedStyle(dot).backgroundColor"),
        chat.log.evaluate("log => getComputedStyle(log).backgroundColor"),
    )
    assert shown != ground


def test_larger_text_is_a_quarter_larger(open_chat: OpenChat) -> None:
    chat = open_chat()
    size = "log => parseFloat(getComputedStyle(log).fontSize)"
    before = chat.log.evaluate(size)
    chat.choose("Larger text")
    assert chat.log.evaluate(size) == before * 1.25
    expect(chat.button("Larger text")).to_have_attribute("aria-pressed", "true")


def test_the_browsers_own_text_size_counts_and_not_the_pages(
    pages: Pages, server: Served, site: Site
) -> None:
    small = "<style>html { font-size: 5px } body { font-size: 7px }</style>"
    script = f'<script src="{server.url}/widget.js" defer></script>'
    chat = pages.chat(site.show(script, head=small)).open()
    assert chat.log.evaluate("log => getComputedStyle(log).fontSize") == "16px"
