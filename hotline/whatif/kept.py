"""Answers are kept by what was asked, and while one is being worked out, how far it is.

All of it lies in the cache: should that be emptied, the question is asked again. The key names the
scenario's file and the model's own, so that a changed assumption or rule is another question.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypedDict

from django.core.cache import cache

from seeds import scenario as scenarios
from seeds import whatif
from seeds.simulator import telephone

KEPT = 7 * 24 * 3600  # seconds an answer is kept
# Seconds without a step after which the work counts as lost and may be begun anew.
LOST = 600


@dataclass(frozen=True, slots=True)
class Asked:
    """One what-if: of which scenario, how many seats and operators more, over how many seeds."""

    scenario: str
    seats: int
    operators: int
    seeds: int


class Standing(TypedDict, total=False):
    """Where a what-if stands: done of all seeds are played; answer: what the page shows; words: why
    there is none."""

    state: Literal["working", "answered", "failed"]
    done: int
    answer: dict[str, Any]
    words: str


def standing(asked: Asked) -> Standing | None:
    """None where it was never asked, or no longer is kept."""
    found: Standing | None = cache.get(_key(asked))
    return found


def begin(asked: Asked) -> bool:
    """Whether the work is the caller's to hand out: nobody works on it and it is not answered. What
    failed may be tried again."""
    found = standing(asked)
    if found is not None and found["state"] == "failed":
        cache.delete(_key(asked))
    return bool(cache.add(_key(asked), Standing(state="working", done=0), LOST))


def forget(asked: Asked) -> None:
    """It was not handed out after all."""
    cache.delete(_key(asked))


def step(asked: Asked, done: int) -> None:
    """So many seeds are played."""
    cache.set(_key(asked), Standing(state="working", done=done), LOST)


def keep(asked: Asked, answer: dict[str, Any]) -> None:
    """It is answered."""
    cache.set(_key(asked), Standing(state="answered", answer=answer), KEPT)


def fail(asked: Asked, words: str) -> None:
    """There is no answer, and why."""
    cache.set(_key(asked), Standing(state="failed", words=words), LOST)


def _key(asked: Asked) -> str:
    file = scenarios.FOLDER / f"{asked.scenario}.toml"
    parts = [str(sorted(asdict(asked).items())), _model()]
    parts.append(file.read_text(encoding="utf-8") if file.exists() else "")
    return f"whatif:{sha256(''.join(parts).encode()).hexdigest()}"


@lru_cache(maxsize=1)
def _model() -> str:
    """The model's own text."""
    files = [*Path(telephone.__path__[0]).glob("*.py"), Path(whatif.__file__)]
    return "".join(file.read_text(encoding="utf-8") for file in sorted(files))
