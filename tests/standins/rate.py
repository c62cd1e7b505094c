"""The platforms' rate limits, counted as they document them."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

Clock = Callable[[], float]


class Bucket:
    """So many a second on average, after a burst of so many."""

    def __init__(self, rate: float, burst: int, clock: Clock = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._tokens, self._seen = self._burst, clock()

    def wait(self) -> float:
        """Seconds until the next one is allowed; 0 when it is allowed now."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._seen) * self._rate)
        self._seen = now
        # A millionth is lost to rounding, not to haste.
        return 0.0 if self._tokens >= 1 - 1e-6 else (1 - self._tokens) / self._rate

    def take(self) -> None:
        """Count one that was allowed."""
        self._tokens -= 1


class Window:
    """At most so many in any one second."""

    def __init__(self, most: int, clock: Clock = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._times: deque[float] = deque()

    def wait(self) -> float:
        """Seconds until the next one is allowed; 0 when it is allowed now."""
        now = self._clock()
        while self._times and self._times[0] <= now - 1:
            self._times.popleft()
        return 0.0 if len(self._times) < self._most else self._times[0] + 1 - now

    def take(self) -> None:
        """Count one that was allowed."""
        self._times.append(self._clock())


class Penalties:
    """Who was told to wait, and until when."""

    # The answer travels to the caller before the caller's clock starts; a hair's breadth is the two clocks' own error.
    TOLERANCE = 0.01

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def impose(self, whom: str, seconds: float) -> int:
        """Tell somebody to wait; returns the whole seconds to name, at least 1."""
        named = max(1, math.ceil(seconds))
        self._until[whom] = self._clock() + named
        return named

    def left(self, whom: str) -> float:
        """Seconds that somebody still has to wait; 0 when free."""
        left = self._until.get(whom, 0.0) - self._clock()
        if left > self.TOLERANCE:
            return left
        self._until.pop(whom, None)
        return 0.0
