"""How much one conversation, one address and everybody together may ask of the server."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address

from sanic import Request

from clinic.chat.problems import Problem
from clinic.settings import Settings

MOST_KEYS = 10_000
# What all addresses together may ask for, as a multiple of what one may.
TOGETHER = 10


class TokenBuckets:
    """A bucket for each key: full at first, refilled evenly, one token for each call.

    The least recently used bucket is forgotten when there are too many; its owner starts anew
    with a full one, which is the price of a bounded memory.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        most_keys: int = MOST_KEYS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._most_keys = most_keys
        self._clock = clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable = None) -> float:
        """Seconds to wait; 0.0 means go ahead."""
        now = self._clock()
        level, at = self._buckets.pop(key, (self._size, now))
        level = min(self._size, level + (now - at) * self._per_second)
        wait = 0.0 if level >= 1 else (1 - level) / self._per_second
        self._buckets[key] = (level - 1 if not wait else level, now)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._buckets)


class Limits:
    """The limits of the settings; each method raises a 429 problem with the time to wait."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._messages = TokenBuckets(settings.messages_per_minute, clock=clock)
        self._sessions = TokenBuckets(settings.sessions_per_minute, clock=clock)
        self._requests = TokenBuckets(settings.requests_per_minute, clock=clock)
        self._all_sessions = TokenBuckets(settings.sessions_per_minute * TOGETHER, clock=clock)
        self._all_requests = TokenBuckets(settings.requests_per_minute * TOGETHER, clock=clock)

    def request(self, address: str) -> None:
        # One's own limit first, so that a flood from one address uses up nobody else's share.
        _wait(self._requests.take(address), "Too many calls from this address.")
        _wait(self._all_requests.take(), "The server is busy.")

    def session(self, address: str) -> None:
        _wait(self._sessions.take(address), "Too many conversations from this address.")
        _wait(self._all_sessions.take(), "The server is busy.")

    def message(self, conversation: str) -> None:
        _wait(self._messages.take(conversation), "Too many messages in this conversation.")


def _wait(seconds: float, detail: str) -> None:
    if seconds:
        raise Problem(429, "rate-limited", detail, retry_after=seconds)


def client_address(request: Request, trusted_proxies: int) -> str:
    """Who calls: the peer, or what the outermost trusted proxy saw.

    Each proxy appends the address it was called from to X-Forwarded-For, so only the last
    `trusted_proxies` entries are no hearsay.
    """
    peer = request.ip
    if trusted_proxies:
        said = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
        if len(said) >= trusted_proxies:
            return _network(said[-trusted_proxies].strip()) or _network(peer) or peer
    return _network(peer) or peer


def _network(text: str) -> str | None:
    """The address itself, or an IPv6 address's /64, of which one household has all."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    if not isinstance(address, IPv6Address) or address.is_loopback:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
