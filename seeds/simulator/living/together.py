"""Many things at once, each going on at its own moments, all in the one order of time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Waits = Iterator[datetime]


class Together:
    """What goes on; more may join while it does."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Waits]] = []
        self._n = count()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def next_at(self) -> datetime | None:
        """When something happens next."""
        return self._waiting[0][0] if self._waiting else None

    def join(self, *several: Waits) -> None:
        """From their own first moment on they go along."""
        for waits in several:
            moment = next(waits, None)
            if moment is not None:
                heappush(self._waiting, (moment, next(self._n), waits))

    def until(self, end: datetime, progress: Callable[[datetime], None] | None = None) -> None:
        """Everything that happens before `end`; what is not over by then stays as it stands."""
        while self._waiting and self._waiting[0][0] < end:
            at, _, waits = heappop(self._waiting)
            if progress is not None:
                progress(at)
            self.join(waits)


def at_times(moments: Iterable[datetime], do: Callable[[datetime], object]) -> Waits:
    """Something that is done at each of the moments."""
    for moment in moments:
        yield moment
        do(moment)
