"""Logs: events with ids on stderr. What a library has to say is cut down to where it was said.

Rasa logs messages and slots in full, and database errors carry their parameters. So of anything
that is not ours only the place, the level and the error's type are kept, never the text.
"""

from __future__ import annotations

import logging
import sys
import traceback
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor

from clinic.settings import Settings

OWN = ("clinic", "actions")
# Libraries speak up from here on, whatever level is set for ourselves.
LIBRARIES = logging.WARNING
# Bound while a request or a turn is worked on, so that every line says to which it belongs.
IDS = ("request", "conversation", "turn")
DEEPEST_TRACE = 20


def set_up_logs(settings: Settings) -> None:
    """Send structlog and the standard library's logging one way; to be called before Rasa loads."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render = _renderer(settings)
    handler = logging.StreamHandler(sys.stderr)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            partial(_line_or_record, render),
        ],
        logger_factory=_Loggers(handler, settings.log_level),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                _own_words_only,
                _trace_without_words,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                render,
            ],
            keep_exc_info=True,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(LIBRARIES)
    for name in OWN:
        logging.getLogger(name).setLevel(settings.log_level)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


class OwnLogger:
    """Writes the lines of one of our modules: a record of `logging` would cost as much again."""

    disabled = False

    def __init__(self, handler: logging.StreamHandler, level: str) -> None:
        self._handler = handler
        self._level = logging.getLevelName(level)

    def getEffectiveLevel(self) -> int:  # noqa: N802, as logging calls it
        return self._level

    def write(self, line: str) -> None:
        # As with logging, a line that cannot be written is no reason to fail.
        with self._handler.lock, suppress(OSError, ValueError):
            self._handler.stream.write(line + "\n")
            self._handler.flush()

    debug = info = warning = error = critical = exception = write


class _Loggers(structlog.stdlib.LoggerFactory):
    """Our own modules write for themselves; what libraries say by structlog goes to `logging`."""

    def __init__(self, handler: logging.StreamHandler, level: str) -> None:
        super().__init__(ignore_frame_names=[__name__])  # or every logger would have our name
        self._own = OwnLogger(handler, level)

    def __call__(self, *names: Any) -> Any:
        logger = super().__call__(*names)
        return self._own if _is_own(logger.name) else logger


def _is_own(name: str) -> bool:
    return name.partition(".")[0] in OWN


def _line_or_record(render: Processor, logger: Any, method: str, event: EventDict) -> Any:
    if isinstance(logger, OwnLogger):
        return render(logger, method, _with_trace(event))
    return structlog.stdlib.ProcessorFormatter.wrap_for_formatter(logger, method, event)


def _renderer(settings: Settings) -> Processor:
    to_a_terminal = sys.stderr.isatty()
    if settings.log_json or (settings.log_json is None and not to_a_terminal):
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=to_a_terminal, sort_keys=False)


def _own_words_only(_logger: Any, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    if _is_own(record.name):
        return event
    kept = ("_record", "_from_structlog", "level", "timestamp", *IDS)
    bare: EventDict = {name: event[name] for name in kept if name in event}
    bare["event"] = "library_message"
    bare["at"] = f"{record.name}:{record.module}:{record.lineno}"
    bare["exc_info"] = event.get("exc_info") or record.exc_info
    if isinstance(record.msg, BaseException):
        bare["exc_info"] = record.msg
    return bare


def _trace_without_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    # Else the standard library appends its own rendering, text and all.
    record.exc_info = record.exc_text = None
    return _with_trace(event)


def _with_trace(event: EventDict) -> EventDict:
    """Types and places of an error, outermost first; its text may quote a message."""
    error = _error(event.pop("exc_info", None))
    if error is not None:
        event["error"] = " < ".join(type(each).__name__ for each in _chain(error))
        event["trace"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-DEEPEST_TRACE:]
        ]
    return event


def _error(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        _type, value, _trace = _as_exc_info(given)
        return value
    return sys.exc_info()[1] if given else None


def _as_exc_info(
    given: tuple[Any, ...],
) -> tuple[type[BaseException] | None, BaseException | None, TracebackType | None]:
    return given if len(given) == 3 else (None, None, None)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
