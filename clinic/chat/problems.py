"""Errors as the client sees them: application/problem+json (RFC 9457), in plain, fixed words."""

from __future__ import annotations

import json
import math

import structlog
from sanic import Request
from sanic.exceptions import RequestCancelled, SanicException
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse

from clinic.errors import (
    ClinicError,
    ConversationGone,
    StoreUnavailable,
    UnknownButton,
    UnknownEvent,
)

log = structlog.get_logger()

CONTENT_TYPE = "application/problem+json"
STORE_AWAY_S = 2.0

TITLES = {
    400: "The request is malformed",
    401: "The conversation cannot be used",
    403: "Not allowed from here",
    404: "There is no such thing",
    405: "Not with this method",
    406: "Not in this format",
    408: "The request came too slowly",
    413: "The request is too large",
    414: "The address is too long",
    417: "The expectation cannot be met",
    422: "The content cannot be taken",
    429: "Too many requests",
    500: "Something went wrong",
    503: "Not available right now",
}


class Problem(ClinicError):
    """A request that is refused; `code` is for programs, `detail` for those who write them."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after: float | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.headers = headers or {}

    def response(self) -> HTTPResponse:
        body: dict[str, object] = {
            "type": f"urn:problem:clinic-chat:{self.code}",
            "title": TITLES.get(self.status, "The request cannot be answered"),
            "status": self.status,
            "detail": self.detail,
        }
        headers = {"Cache-Control": "no-store", **self.headers}
        if self.retry_after is not None:
            body["retry_after"] = max(1, math.ceil(self.retry_after))
            headers["Retry-After"] = str(body["retry_after"])
        return HTTPResponse(
            json.dumps(body), status=self.status, headers=headers, content_type=CONTENT_TYPE
        )


class Problems(ErrorHandler):
    """Answers every error with a problem; what nobody foresaw is logged and says nothing."""

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        problem = problem_of(exception)
        if problem.status == 500:
            route = request.route.path if request.route else None
            log.error("request_failed", route=route, exc_info=exception)
        elif problem.status == 503:
            log.warning("request_refused", code=problem.code)
        return problem.response()

    @staticmethod
    def log(request: Request, exception: Exception) -> None:
        """Nothing: an address or an exception's text may hold somebody's words."""


def problem_of(error: Exception) -> Problem:
    """The one place where an error of the product becomes a status."""
    match error:
        case Problem():
            return error
        case ConversationGone():
            return unauthorized("conversation-gone", "The conversation does not exist any more.")
        case UnknownButton():
            return Problem(
                422, "unknown-button", "This button was not offered in this conversation."
            )
        case UnknownEvent():
            return Problem(404, "unknown-event", "There is no reply with this number to rate.")
        case RequestCancelled():  # the client went away, or asked anew
            return Problem(400, "malformed", "The request was not sent in full.")
        case StoreUnavailable():
            return Problem(
                503,
                "store-unavailable",
                "Nothing can be stored right now. Send the same request again a little later.",
                retry_after=STORE_AWAY_S,
            )
        case SanicException():
            return _of_sanic(error)
    return Problem(500, "internal", "The server could not answer. The clinic's team can see why.")


def unauthorized(code: str, detail: str) -> Problem:
    return Problem(401, code, detail, headers={"WWW-Authenticate": "Bearer"})


def _of_sanic(error: SanicException) -> Problem:
    status = error.status_code or 500
    headers = {"Allow": error.headers["Allow"]} if "Allow" in (error.headers or {}) else {}
    codes = {400: "malformed", 404: "not-found", 405: "method", 413: "too-large", 500: "internal"}
    return Problem(
        status,
        codes.get(status, f"http-{status}"),
        "A body may have 16 KiB." if status == 413 else TITLES.get(status, TITLES[500]) + ".",
        retry_after=STORE_AWAY_S if status == 503 else None,
        headers=headers,
    )
