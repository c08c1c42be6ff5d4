"""Saying how far a long command has come: one line that renews itself, or plain lines in a log."""

from django.core.management.base import OutputWrapper

_WIDTH = 24
_PLAIN_STEP = 25  # percent between two lines of a log


class Progress:
    """On a terminal a bar on one line; elsewhere a line a quarter."""

    def __init__(self, out: OutputWrapper, name: str) -> None:
        self.out = out
        self.name = name
        self.live = out.isatty()
        self.shown = -1

    def say(self, words: str) -> None:
        """A step that has no parts."""
        if self.live:
            self._renew(words)
        else:
            self._line(words)

    def at(self, done: int, total: int) -> None:
        """So many parts of the step that takes long are done."""
        percent = done * 100 // total if total else 100
        if not self.live:
            percent -= percent % _PLAIN_STEP
        if percent == self.shown:
            return
        self.shown = percent
        if self.live:
            full = percent * _WIDTH // 100
            self._renew(f"{'█' * full}{'░' * (_WIDTH - full)} {percent}%")
        else:
            self._line(f"{percent}%")

    def end(self) -> None:
        """Clear the line for what comes after."""
        if self.live:
            self.out.write("\r\x1b[K", ending="")

    def _renew(self, words: str) -> None:
        self.out.write(f"\r\x1b[K{self.name} {words}", ending="")
        self.out.flush()

    def _line(self, words: str) -> None:
        self.out.write(f"{self.name} {words}")
