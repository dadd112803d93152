"""Every address of the console with the roles that may use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from clinic.console import (
    account,
    accounts,
    audit_page,
    board,
    booking_actions,
    booking_export,
    calendar,
    conversations,
    day_page,
    inbox,
    new_topic,
    overview,
    privacy,
    release_page,
    releases_page,
    request_page,
    review_actions,
    sign_in,
    takeover,
    topic_list,
    topic_page,
    topic_removal,
    transcript,
    waiting_page,
)
from clinic.console.assets import serve_asset
from clinic.console.guard import ANYBODY, guarded
from clinic.console.visit import Visit

ADMIN = frozenset({"admin"})
DESK = frozenset({"front_desk"})
REVIEWER = frozenset({"reviewer"})
CHAT = DESK | REVIEWER
TRAINER = frozenset({"trainer"}) | ADMIN
APPROVER = frozenset({"approver"}) | ADMIN
TOPICS = TRAINER | APPROVER
TRANSCRIPT = CHAT | TRAINER

Route = tuple[str, str, Callable[..., Any], frozenset[str] | None]

ROUTES: list[Route] = [
    ("GET", "/sign-in", sign_in.show_sign_in, None),
    ("POST", "/sign-in", sign_in.sign_in, None),
    ("GET", "/welcome/<token:str>", sign_in.show_welcome, None),
    ("POST", "/welcome/<token:str>", sign_in.welcome, None),
    ("GET", "/", sign_in.home, ANYBODY),
    ("GET", "/standing", sign_in.standing, ANYBODY),
    ("POST", "/sign-out", sign_in.sign_out, ANYBODY),
    ("GET", "/account", account.show_account, ANYBODY),
    ("POST", "/account/password", account.change_password, ANYBODY),
    ("POST", "/account/totp", account.turn_totp_on, ANYBODY),
    ("POST", "/account/totp-off", account.turn_totp_off, ANYBODY),
    ("POST", "/account/sign-out-everywhere", account.sign_out_everywhere, ANYBODY),
    ("GET", "/accounts", accounts.show_accounts, ADMIN),
    ("POST", "/accounts", accounts.add_account, ADMIN),
    ("POST", "/accounts/<account:str>", accounts.change_account, ADMIN),
    ("POST", "/accounts/<account:str>/hand-on", accounts.hand_on, ADMIN),
    ("POST", "/accounts/<account:str>/invite", accounts.invite_again, ADMIN),
    ("POST", "/accounts/<account:str>/totp-off", accounts.reset_totp, ADMIN),
    ("GET", "/bookings", board.show_board, DESK),
    ("GET", "/bookings.csv", booking_export.export_bookings, DESK),
    ("GET", "/bookings/changes", board.board_changes, DESK),
    ("GET", "/bookings/day", day_page.show_day, DESK),
    ("GET", "/bookings/day/changes", day_page.day_changes, DESK),
    ("GET", "/bookings/<reference:str>", request_page.show_request, DESK),
    ("GET", "/bookings/<reference:str>/news", request_page.request_news, DESK),
    ("GET", "/bookings/<reference:str>/appointment.ics", calendar.appointment, DESK),
    ("POST", "/bookings/<reference:str>/assign", booking_actions.assign, DESK),
    ("POST", "/bookings/<reference:str>/note", booking_actions.add_note, DESK),
    ("POST", "/bookings/<reference:str>/offer", booking_actions.offer_times, DESK),
    ("POST", "/bookings/<reference:str>/confirm", booking_actions.confirm, DESK),
    ("POST", "/bookings/<reference:str>/change-time", booking_actions.change_time, DESK),
    ("POST", "/bookings/<reference:str>/keep-time", booking_actions.keep_time, DESK),
    ("POST", "/bookings/<reference:str>/decline", booking_actions.decline, DESK),
    ("POST", "/bookings/<reference:str>/cancel", booking_actions.cancel, DESK),
    ("POST", "/bookings/<reference:str>/no-reply", booking_actions.no_reply, DESK),
    ("POST", "/bookings/<reference:str>/done", booking_actions.finish, DESK),
    ("POST", "/bookings/<reference:str>/reopen", booking_actions.reopen, DESK),
    ("GET", "/conversations", conversations.show_conversations, REVIEWER),
    ("GET", "/conversations/news", conversations.conversation_news, REVIEWER),
    ("GET", "/conversations/waiting", waiting_page.show_waiting, CHAT),
    ("GET", "/conversations/waiting/changes", waiting_page.waiting_changes, CHAT),
    ("GET", "/conversations/next", conversations.next_unreviewed, REVIEWER),
    ("GET", "/conversations/<conversation:str>", transcript.show_conversation, TRANSCRIPT),
    ("GET", "/conversations/<conversation:str>/lines", transcript.live_lines, TRANSCRIPT),
    ("POST", "/conversations/<conversation:str>/reveal", transcript.reveal, CHAT),
    ("POST", "/conversations/<conversation:str>/handled", review_actions.mark_handled, CHAT),
    ("POST", "/conversations/<conversation:str>/take-over", takeover.take_over, CHAT),
    ("POST", "/conversations/<conversation:str>/give-back", takeover.give_back, CHAT),
    ("POST", "/conversations/<conversation:str>/say", takeover.say, CHAT),
    ("POST", "/conversations/<conversation:str>/typing", takeover.staff_typing, CHAT),
    ("POST", "/conversations/<conversation:str>/reviewed", review_actions.mark_reviewed, REVIEWER),
    ("POST", "/conversations/<conversation:str>/tag", review_actions.add_tag, REVIEWER),
    ("POST", "/conversations/<conversation:str>/untag", review_actions.remove_tag, REVIEWER),
    ("POST", "/conversations/<conversation:str>/note", review_actions.add_note, REVIEWER),
    ("POST", "/conversations/<conversation:str>/flag", review_actions.flag_message, REVIEWER),
    ("GET", "/overview", overview.show_overview, REVIEWER),
    ("GET", "/training", inbox.show_inbox, TRAINER),
    ("POST", "/training/settle", inbox.settle_messages, TRAINER),
    ("POST", "/training/undo", inbox.undo, TRAINER),
    ("GET", "/training/topics", topic_list.show_topics, TOPICS),
    ("GET", "/training/topics/<name:str>", topic_page.show_topic, TOPICS),
    ("GET", "/training/topics/<name:str>/rivals", topic_page.show_rivals, TOPICS),
    ("POST", "/training/topics/<name:str>/examples", topic_page.add_examples, TRAINER),
    ("POST", "/training/topics/<name:str>/remove", topic_page.remove_examples, TRAINER),
    ("POST", "/training/topics/<name:str>/answer", topic_page.edit_answer, TRAINER),
    ("POST", "/training/topics/<name:str>/name", topic_page.name_buttons, TRAINER),
    ("GET", "/training/topics/<name:str>/removal", topic_removal.ask_to_remove, TRAINER),
    ("POST", "/training/topics/<name:str>/removal", topic_removal.remove_topic, TRAINER),
    ("POST", "/training/topics/<name:str>/sign", topic_page.sign_answer, APPROVER),
    ("GET", "/training/new-topic", new_topic.show_new_topic, TRAINER),
    ("POST", "/training/new-topic", new_topic.add_topic, TRAINER),
    ("POST", "/training/new-topic/check", new_topic.check_new_topic, TRAINER),
    ("POST", "/training/preview", topic_page.preview_answer, TRAINER),
    ("GET", "/training/releases", releases_page.show_releases, TRAINER),
    ("POST", "/training/releases", releases_page.start_training, TRAINER),
    ("GET", "/training/releases/job", releases_page.job_progress, TRAINER),
    ("GET", "/training/releases/stop", releases_page.ask_to_stop, TRAINER),
    ("POST", "/training/releases/stop", releases_page.stop_training, TRAINER),
    ("POST", "/training/releases/roll-back", releases_page.roll_back, TRAINER),
    ("GET", "/training/releases/<number:str>", release_page.show_release, TRAINER),
    ("GET", "/training/releases/<number:str>/news", release_page.release_news, TRAINER),
    ("POST", "/training/releases/<number:str>/replies", release_page.judge_replies, TRAINER),
    ("POST", "/training/releases/<number:str>/replay", release_page.replay_further, TRAINER),
    ("POST", "/training/releases/<number:str>/promote", release_page.promote, TRAINER),
    ("GET", "/privacy", privacy.show_privacy, ADMIN),
    ("POST", "/privacy/find", privacy.find_subject, ADMIN),
    ("POST", "/privacy/export", privacy.export_subject, ADMIN),
    ("POST", "/privacy/erase", privacy.erase_subject, ADMIN),
    ("GET", "/audit", audit_page.show_audit, ADMIN),
]
# A browser calls these by itself, so they do not keep a session alive.
QUIET = {
    "/standing",
    "/bookings/changes",
    "/bookings/day/changes",
    "/bookings/<reference:str>/news",
    "/conversations/news",
    "/conversations/waiting/changes",
    "/conversations/<conversation:str>/lines",
    "/training/preview",
    "/training/new-topic/check",
    "/training/releases/job",
    "/training/releases/<number:str>/news",
}


def console_blueprint() -> Blueprint:
    blueprint = Blueprint("console", url_prefix="/staff")
    for method, path, handler, roles in ROUTES:
        blueprint.add_route(
            guarded(handler, roles, quiet=path in QUIET),
            path,
            methods=[method],
            name=f"{handler.__module__.rpartition('.')[2]}_{handler.__name__}",
        )
    blueprint.add_route(serve_asset, "/static/<version:str>/<name:str>", name="asset")
    for method in ("GET", "POST"):
        blueprint.add_route(
            guarded(_nowhere, ANYBODY), "/<rest:path>", methods=[method], name=f"no_page_{method}"
        )
    return blueprint


async def _nowhere(visit: Visit, rest: str) -> HTTPResponse:
    if not rest:  # the address with a slash at its end
        return visit.go("/staff")
    raise NotFound("There is no such page.")
