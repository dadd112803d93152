"""A guest in somebody else's page: strict policies, hostile styles, other origins, its API."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Chat, OpenChat, Pages
from tests.browser.sites import Site
from tests.chat.served import Served
from tests.visitor import API

pytestmark = pytest.mark.browser


@pytest.fixture
def server(serve: Callable[..., Served], site: Site) -> Served:
    """A server that allows the other site's page."""
    return serve(allowed_origins=[site.url])


def script(server: Served, attributes: str = "") -> str:
    return f'<script src="{server.url}/widget.js" defer {attributes}></script>'


def ready(page: Page) -> Chat:
    """The chat of a page that was opened."""
    page.wait_for_function("document.querySelector('clinic-chat')?.shadowRoot?.childElementCount")
    return Chat(page)


def complaints(page: Page) -> list[str]:
    """Collects what the browser refuses by policy, and every error on the console."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found


STRICT = (
    "default-src 'none'; script-src {server}; connect-src {server}; "
    "require-trusted-types-for 'script'; trusted-types clinic-chat"
)


def test_it_works_under_the_strictest_policy_and_trusted_types(
    pages: Pages, server: Served, site: Site
) -> None:
    url = site.show(script(server), content_security_policy=STRICT.format(server=server.url))
    page = pages.page()
    found = complaints(page)
    page.goto(url)
    chat = ready(page).open()
    chat.ask("**bold** [link](https://example.com)")
    chat.ask("buttons")
    chat.ask("card")
    chat.ask("ask date")
    chat.field.fill("a\nb\nc")
    chat.choose("Larger text")
    chat.page.keyboard.press("Escape")
    with page.expect_download() as download:
        chat.choose("Download this chat")
    assert "echo **bold**" in download.value.path().read_text(encoding="utf-8")
    chat.choose("Erase this chat")
    chat.button("Erase this chat").last.click()
    expect(chat.log.locator(".note")).to_contain_text("The chat is erased")
    assert chat.field.bounding_box()["height"] > 44  # styled, and grown with its text
    assert found == []


def test_nothing_is_asked_of_any_third_party(pages: Pages, server: Served, site: Site) -> None:
    page = pages.page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.goto(site.show(script(server)))
    chat = ready(page).open()
    chat.ask("hello")
    chat.ask("card")
    assert asked == {site.url, server.url}


def test_it_sets_no_cookie_and_keeps_only_token_and_outbox(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server)))
    assert chat.stored() == {}
    chat.open().ask("hello")
    chat.page.context.set_offline(True)
    chat.say("waits")
    keys = sorted(key.removeprefix(f"clinic-chat:{server.url}:") for key in chat.stored())
    assert [key.split(":")[0] for key in keys] == ["out", "token"]
    assert chat.page.evaluate("sessionStorage.length") == 0
    assert chat.page.context.cookies() == []


def test_without_storage_nothing_is_kept_on_the_device(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show('<clinic-chat storage="none"></clinic-chat>' + script(server)))
    chat.open().ask("hello")
    assert chat.stored() == {}
    chat.page.reload()
    expect(chat.open().answers).to_have_count(0)


FILL_STORAGE = """
    for (let size = 1 << 22; size; size >>= 1)
      try { for (let n = 0; ; n++) localStorage[`${size}:${n}`] = "x".repeat(size) } catch {}
"""


def test_a_full_storage_holds_nothing_up(pages: Pages, server: Served, site: Site) -> None:
    (page := pages.page()).add_init_script(FILL_STORAGE)
    page.goto(site.show(script(server)))
    chat = ready(page).open()
    assert not page.evaluate("try { localStorage.more = 'x' } catch { false }")
    chat.ask("one")
    page.context.set_offline(True)
    chat.say("two")
    page.context.set_offline(False)
    expect(chat.answers).to_have_count(2)
    assert not page.evaluate("Object.keys(localStorage).some(key => key.startsWith('clinic-'))")


def test_the_script_adds_the_element_with_its_own_data(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server, 'data-name="Ask Ana" data-storage="none"')))
    assert chat.page.locator("clinic-chat").count() == 1
    chat.open()
    expect(chat.panel.locator("h2")).to_have_text("Ask Ana")
    expect(chat.panel.locator(".label")).to_have_text("Automated, not a person")


def test_an_element_of_the_page_is_taken_where_it_stands(
    pages: Pages, server: Served, site: Site
) -> None:
    attributes = 'privacy="/p" emergency="112" starters="One?|Two?"'
    element = f"<section><clinic-chat {attributes}></clinic-chat></section>"
    chat = pages.chat(site.show(element + script(server) * 2))
    assert chat.page.locator("clinic-chat").count() == 1
    chat.open()
    assert chat.log.locator(".choices button").all_text_contents() == ["One?", "Two?"]
    expect(chat.log.locator(".terms")).to_contain_text("call 112.")
    expect(chat.log.locator(".terms a")).to_have_attribute("href", "/p")


HOSTILE = """<style>
  * { all: unset !important; display: inline !important; color: red !important;
      font: 40px serif !important; }
  body * { transform: rotate(9deg) !important; filter: blur(2px) !important; }
  clinic-chat { display: none !important; opacity: 0 !important; position: absolute !important;
      visibility: hidden !important; pointer-events: none !important; direction: ltr; }
  button, dialog, textarea { display: none !important; }
  body { font: 30px cursive; color: lime; text-transform: uppercase; letter-spacing: 9px;
      line-height: 4; visibility: hidden; cursor: wait; }
  .launcher, .panel, .log { width: 10px !important; }
</style>"""


def test_a_hostile_style_sheet_does_not_reach_it(pages: Pages, server: Served, site: Site) -> None:
    def look(head: str) -> tuple[list[dict[str, str]], object]:
        chat = pages.chat(site.show(script(server), head=head), reduced_motion="reduce").open()
        chat.ask("buttons")
        return chat.element.evaluate(LOOK), chat.panel.bounding_box()

    assert look(HOSTILE) == look("")


LOOK = """chat => [...chat.shadowRoot.querySelectorAll('.root *')].map(each => {
  const style = getComputedStyle(each);
  return Object.fromEntries(['display', 'color', 'fontSize', 'fontFamily', 'letterSpacing',
    'cursor', 'textTransform', 'visibility', 'pointerEvents', 'opacity', 'lineHeight', 'width',
    'height', 'transform', 'filter'].map(name => [name, style[name]]));
})"""


def test_its_own_styles_do_not_reach_the_page(pages: Pages, server: Served, site: Site) -> None:
    styles = """() => [...document.querySelectorAll('html, body, main, h1, p, button')]
      .map(each => JSON.stringify({...getComputedStyle(each)}))"""
    page = pages.page()
    page.goto(site.show())
    without = page.evaluate(styles)
    page.goto(site.show(script(server)))
    ready(page).open().ask("hello")
    assert page.evaluate(styles) == without


def test_the_page_does_not_move(pages: Pages, server: Served, site: Site) -> None:
    page = pages.page()
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => {"
        " for (const each of list.getEntries()) for (const { node } of each.sources)"
        " if (document.querySelector('main').contains(node)) window.shifts.push(each.value);"
        " }).observe({ type: 'layout-shift', buffered: true });"
    )
    place = "JSON.stringify(document.querySelector('main').getBoundingClientRect())"
    page.goto(site.show("<p>text</p>" * 100 + script(server)))
    before = page.evaluate(place)
    chat = ready(page).open()
    chat.ask("hello")
    chat.close()
    assert page.evaluate(place) == before
    assert page.evaluate("window.shifts") == []
    assert page.evaluate("document.documentElement.scrollTop") == 0


def test_no_global_of_the_page_is_touched(pages: Pages, server: Served, site: Site) -> None:
    names = "Object.getOwnPropertyNames(window).filter(name => isNaN(name)).sort()"
    page = pages.page()
    page.goto(site.show())
    before = page.evaluate(names)
    page.goto(site.show(script(server)))
    ready(page).open().ask("hello")
    assert page.evaluate(names) == before


def test_right_to_left_pages_have_it_on_the_other_side(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server), lang="ar", attributes=' dir="rtl"'))
    assert chat.launcher.bounding_box()["x"] == 20
    chat.open().ask("hello مرحبا")
    assert chat.panel.bounding_box()["x"] == 20
    own = chat.log.locator(".row.user .bubble").bounding_box()
    answer = chat.log.locator(".row.bot .bubble").last.bounding_box()
    assert own["x"] < answer["x"]
    assert chat.page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize(
    ("lang", "launch"),
    [("en", "Ask a question"), ("es", "Haga una pregunta"), ("es-PR", "Haga una pregunta")]
    + [("fr", "Ask a question"), ("", "Ask a question")]
    + [("es_MX", "Haga una pregunta"), ("no language", "Ask a question")],
)
def test_it_speaks_the_pages_language(
    pages: Pages, server: Served, site: Site, lang: str, launch: str
) -> None:
    chat = pages.chat(site.show(script(server), lang=lang))
    expect(chat.launcher).to_have_text(launch)
    chat.open().ask("hello")  # opens a conversation in it, and shows the time


def test_the_servers_conversation_has_the_pages_language(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server), lang="es-MX")).open()
    chat.ask("hola")
    (grant,) = (value for value in chat.stored().values() if "token" in value)
    assert server.chat.store.conversations.get(grant["conversation"]).locale == "es"


def test_taken_out_of_the_page_it_is_quiet_and_put_back_it_goes_on(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server))).open()
    chat.ask("one")
    with chat.page.expect_event("requestfailed", lambda call: call.url.endswith("/events")):
        chat.page.evaluate("window.kept = document.querySelector('clinic-chat'); kept.remove()")
    chat.page.evaluate("kept.send('two'); document.body.append(kept)")
    chat.answer(1)
    assert chat.said() == ["You: one", "Assistant: echo one", "You: two", "Assistant: echo two"]


def test_what_somebody_else_wrote_into_the_storage_does_no_harm(
    pages: Pages, server: Served, site: Site
) -> None:
    page = pages.page()
    keys = [f"clinic-chat:{server.url}:{key}" for key in ("token", "out:1:x")]
    for key in keys:
        page.add_init_script(f"localStorage.setItem('{key}', '{{broken')")
    page.goto(site.show(script(server)))
    ready(page).open().ask("hello")


def test_colours_and_sizes_are_the_pages_choice(pages: Pages, server: Served, site: Site) -> None:
    head = """<style>
      clinic-chat { --clinic-chat-accent: rgb(122, 62, 101); --clinic-chat-width: 30em; }
      clinic-chat::part(launcher) { border-radius: 3px; }
      clinic-chat::part(choice) { text-transform: uppercase; }
    </style>"""
    chat = pages.chat(site.show(script(server), head=head))
    style = "(each, name) => getComputedStyle(each)[name]"
    assert chat.launcher.evaluate(style, "backgroundColor") == "rgb(122, 62, 101)"
    assert chat.launcher.evaluate(style, "borderRadius") == "3px"
    chat.open().ask("buttons")
    assert chat.button("A").evaluate(style, "textTransform") == "uppercase"
    assert chat.panel.bounding_box()["width"] == 480


def test_the_theme_can_be_chosen(pages: Pages, server: Served, site: Site) -> None:
    ground = "log => getComputedStyle(log).backgroundColor"
    chat = pages.chat(site.show('<clinic-chat theme="dark"></clinic-chat>' + script(server))).open()
    assert chat.log.evaluate(ground) == "rgb(19, 26, 25)"
    light = '<clinic-chat theme="light"></clinic-chat>' + script(server)
    chat = pages.chat(site.show(light), color_scheme="dark").open()
    assert chat.log.evaluate(ground) == "rgb(247, 245, 241)"


def test_the_page_can_open_close_and_send_and_hears_of_it(
    pages: Pages, server: Served, site: Site
) -> None:
    listen = """() => { window.heard = [];
      for (const name of ['open', 'close', 'send', 'message'])
        addEventListener(`clinic-chat:${name}`, event =>
          window.heard.push(name + (event.detail ? JSON.stringify(event.detail) : ''))); }"""
    page = pages.page()
    page.add_init_script(f"({listen})()")
    page.goto(site.show(script(server, 'data-launcher="none"')))
    chat = ready(page)
    expect(chat.launcher).to_have_count(0)
    chat.element.evaluate("chat => { chat.open(); chat.open(); }")
    expect(chat.field).to_be_visible()
    chat.element.evaluate("chat => chat.send('  hello ')")
    chat.element.evaluate("chat => chat.send('   ')")
    chat.answer(0)
    assert chat.element.evaluate("chat => chat.isOpen") is True
    chat.element.evaluate("chat => { chat.close(); chat.close(); }")
    expect(chat.panel).to_be_hidden()
    assert page.evaluate("window.heard") == [
        "open",
        "send",
        'message{"seq":1,"role":"user"}',
        'message{"seq":2,"role":"bot"}',
        "close",
    ]


def test_the_page_is_not_told_what_was_said(pages: Pages, server: Served, site: Site) -> None:
    page = pages.page()
    page.add_init_script(
        "window.told = []; addEventListener('clinic-chat:message', event => "
        "window.told.push(JSON.stringify(event.detail)));"
    )
    page.goto(site.show(script(server)))
    ready(page).open().ask("something private")
    assert "private" not in "".join(page.evaluate("window.told"))


def test_unread_messages_are_counted_while_it_is_closed(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server))).open()
    chat.ask("hello")
    chat.close()
    badge = chat.element.locator(".badge")
    expect(badge).to_have_count(0)
    chat.element.evaluate("chat => { chat.send('twice'); }")
    expect(badge).to_have_text("2 new")
    chat.open()
    expect(badge).to_have_count(0)


def test_a_teaser_is_off_unless_the_page_asks_for_it(
    pages: Pages, server: Served, site: Site
) -> None:
    chat = pages.chat(site.show(script(server)))
    teaser = chat.element.locator(".teaser")
    expect(teaser).to_have_count(0)
    chat.element.evaluate("chat => chat.setAttribute('teaser', 'Any questions?')")
    expect(teaser).to_contain_text("Any questions?")
    chat.button("Close").click()
    expect(teaser).to_have_count(0)
    chat = pages.chat(site.show(script(server, 'data-teaser="Any questions?"')))
    chat.button("Any questions?").click()
    expect(chat.field).to_be_visible()
    chat.close()
    expect(chat.element.locator(".teaser")).to_have_count(0)  # it has been heard


def test_a_page_that_is_not_allowed_is_told_so_and_works_on(
    pages: Pages, serve: Callable[..., Served], site: Site
) -> None:
    stranger = serve(allowed_origins=["https://clinic.example"])
    page = pages.page()
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.url))
    page.goto(site.show(script(stranger)))
    chat = ready(page).open()
    chat.say("hello")
    expect(chat.status).to_have_text("The chat can’t be used on this page.")
    assert sum(url.endswith("/sessions") for url in calls) == 3
    calls.clear()
    page.wait_for_timeout(2000)
    assert calls == []  # it does not knock for ever
    refused = httpx.options(f"{stranger.url}{API}/sessions", headers={"Origin": site.url})
    assert refused.status_code == 403
    chat.close()
    page.locator("#own").click()
    expect(page.locator("#own")).to_be_focused()


def test_an_element_with_data_open_chat_opens_it(open_chat: OpenChat) -> None:
    chat = open_chat("/")
    chat.close()
    chat.page.locator("[data-open-chat]").click()
    expect(chat.field).to_be_visible()
