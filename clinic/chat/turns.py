"""Works stored messages off: each conversation in order, different ones side by side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from clinic import faults
from clinic.chat.live_assistant import LiveAssistant
from clinic.chat.metrics import Metrics
from clinic.chat.outcome import outcome_of
from clinic.errors import ConversationGone, StoreError, StoreUnavailable
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.inbox import PendingMessage
from clinic.store.signals import Signal
from clinic.store.turns import Claim
from clinic.store.unit_of_work import UnitOfWork

log = structlog.get_logger()

MOST_ATTEMPTS = 3
RETRY_AFTER_S = (0.5, 2.0)  # before the second and the third attempt
# A message that nobody's wake-up reached (its replica died, a notification was lost) is found
# by looking; one that has waited longer than STALE had a worker that died with it.
LOOK_EVERY_S = 1.0
STALE = timedelta(seconds=15)
# A database that is away, hung or full says nothing against the message that met it, so that an
# attempt is not counted; one that never gets over it must come to an end all the same.
STORE_AWAY_S = 1.0
STORE_PATIENCE = timedelta(minutes=2)
TYPING_AFTER_S = 0.3  # most turns are over by then


def utc_now() -> datetime:
    return datetime.now(UTC)


class TurnRunner:
    """Takes each conversation's messages in order and commits one turn for each."""

    def __init__(
        self,
        store: Store,
        assistant: LiveAssistant,
        settings: Settings,
        metrics: Metrics,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._assistant = assistant
        self._settings = settings
        self._metrics = metrics
        self._clock = clock
        self._slots = asyncio.Semaphore(
            min(settings.turn_concurrency, settings.database_pool_size - 1)
        )
        self._working: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._looking: asyncio.Task[None] | None = None
        self._stopping = False
        self._started_at: datetime | None = None

    @property
    def assistant(self) -> LiveAssistant:
        return self._assistant

    async def start(self) -> None:
        """Take up whatever was left unfinished, then wait for messages."""
        self._store.signals.listen(self._heard)
        if self._store.database.is_sqlite:
            # This is the only process: what is unfinished now was interrupted by its end.
            self._started_at = self._clock()
            await self._look()
        self._looking = asyncio.create_task(self._keep_looking())

    def wake(self, conversation: str) -> None:
        """See to this conversation's messages; safe to call at any time, on the event loop."""
        if self._stopping:
            return
        if conversation in self._working:
            self._again.add(conversation)
            return
        task = asyncio.create_task(self._work_off(conversation))
        self._working[conversation] = task
        task.add_done_callback(lambda _: self._finished(conversation))

    async def stop(self) -> None:
        """Take no new turn and let those in flight finish."""
        self._stopping = True
        if self._looking is not None:
            self._looking.cancel()
        await asyncio.gather(*self._working.values(), return_exceptions=True)

    def _heard(self, signal: Signal) -> None:
        if signal.kind == "inbox":
            self.wake(signal.conversation)

    def _finished(self, conversation: str) -> None:
        del self._working[conversation]
        if conversation in self._again:
            self._again.discard(conversation)
            self.wake(conversation)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self._look()
            except StoreError:
                continue  # the next look may find the database back

    async def _look(self) -> None:
        for conversation in await self._store.run(self._store.turns.waiting, self._clock()):
            self.wake(conversation)

    async def _work_off(self, conversation: str) -> None:
        while not self._stopping:
            async with self._slots:
                with self._store.database.turn():
                    if not await self._take_one(conversation):
                        return

    async def _take_one(self, conversation: str) -> bool:
        """One turn; False when there is nothing more to do here for now."""
        asked_at, now = time.perf_counter(), self._clock()
        stale_before = max(now - STALE, self._started_at or now - STALE)
        try:
            claim = await self._store.run_here(
                self._store.turns.claim, conversation, now, stale_before=stale_before
            )
        except StoreError as error:
            log.warning("claim_failed", conversation=conversation, error=type(error).__name__)
            await asyncio.sleep(STORE_AWAY_S)
            return False
        if claim is None:
            return False
        faults.reached("turn.claimed")
        message = claim.message
        # Whatever is logged from here on, by whomever, says of which turn.
        ids = {"conversation": message.conversation, "turn": message.seq}
        try:
            self._metrics.stage_took("claim", time.perf_counter() - asked_at)
            if not message.attempts:
                waited = self._clock() - message.received_at
                self._metrics.stage_took("wait", waited.total_seconds())
            with structlog.contextvars.bound_contextvars(**ids):
                return await self._answer(claim)
        finally:
            if not claim.released:
                await self._store.run(claim.release)

    async def _answer(self, claim: Claim) -> bool:
        if self._is_held(claim):  # the person who answers is the only one who types
            return await self._compute_and_commit(claim)
        message = claim.message
        typing = asyncio.get_running_loop().call_later(
            TYPING_AFTER_S, self._signal, "typing", message
        )
        try:
            return await self._compute_and_commit(claim)
        finally:
            typing.cancel()

    async def _compute_and_commit(self, claim: Claim) -> bool:
        message = claim.message
        unit = self._unit(claim)
        state = "done"
        if message.attempts >= MOST_ATTEMPTS:
            unit.replies.append(self._assistant.apology(message))
            state = "failed"
        else:
            try:
                compute = self._assistant.listen if self._is_held(claim) else self._assistant.answer
                async with asyncio.timeout(self._settings.turn_timeout):
                    await compute(message, claim.snapshot, unit)
            except Exception as error:
                cause = error.__cause__ or error
                log.error("turn_failed", error=type(cause).__name__)
                log.debug("turn_failed_because", exc_info=error)
                return await self._try_later(claim, error)
        faults.reached("turn.computed")
        try:
            with self._metrics.stage("commit"):
                await self._store.run_here(self._store.turns.commit, claim, unit, state=state)
        except ConversationGone:
            log.info("turn_of_an_erased_conversation")
            return False
        except Exception as error:
            log.error("turn_not_committed", error=type(error).__name__)
            return await self._try_later(claim, error)
        self._over(unit, state)
        return claim.more  # what has come since then has woken us

    def _over(self, unit: UnitOfWork, state: str) -> None:
        outcome = "failed" if state == "failed" else outcome_of(unit)
        self._metrics.turn_over(outcome)
        for stage, seconds in unit.stages.items():
            self._metrics.stage_took(stage, seconds)
        log.info("turn_done", outcome=outcome, seconds=round(sum(unit.stages.values()), 4))

    async def _try_later(self, claim: Claim, error: Exception) -> bool:
        """Say `delayed` and come back after a pause; count the attempt if it was the message's."""
        message, now = claim.message, self._clock()
        self._signal("delayed", message)
        counted = not (_is_stores(error) and now < message.received_at + STORE_PATIENCE)
        pause = RETRY_AFTER_S[min(message.attempts, len(RETRY_AFTER_S) - 1)]
        last = counted and message.attempts + 1 >= MOST_ATTEMPTS
        until = now + timedelta(seconds=0 if last else pause if counted else STORE_AWAY_S)
        try:
            await self._store.run(claim.release)
            await self._store.run(self._store.turns.postpone, message, until, counted=counted)
        except StoreError:
            # The database is away: nothing counts against the message, and looking finds it.
            await asyncio.sleep(STORE_AWAY_S)
            return False
        return last

    def _is_held(self, claim: Claim) -> bool:
        """Whether staff have taken the conversation over and were not silent for too long."""
        silence = timedelta(seconds=self._settings.takeover_silence)
        return claim.held_at is not None and self._clock() < claim.held_at + silence

    def _unit(self, claim: Claim) -> UnitOfWork:
        message, loaded = claim.message, claim.loaded_at
        if loaded is not None and loaded > message.received_at:
            loaded = None  # said before the page was loaded anew
        return UnitOfWork(
            conversation=message.conversation,
            turn=message.seq,
            message_id=f"{message.conversation}:{message.client_id}",
            now=self._clock(),
            secret=self._settings.secret,
            attempt=message.attempts,
            loaded_at=loaded,
            same_within=timedelta(seconds=self._settings.same_request_within),
            desk=self._store.visitor_desk,
        )

    def _signal(self, kind: str, message: PendingMessage) -> None:
        signal = Signal(kind, message.conversation, message.client_id)
        asyncio.get_running_loop().run_in_executor(None, self._store.signals.publish, signal)


def _is_stores(error: BaseException) -> bool:
    """Whether the database was the reason, in an action or at the commit."""
    return isinstance(error, StoreUnavailable) or (
        error.__cause__ is not None and _is_stores(error.__cause__)
    )
