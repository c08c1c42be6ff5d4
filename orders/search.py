"""Finding words in Chinese writing: segmented words and character pairs in one tsvector.

With pairs beside the words a two-character query is one lexeme, whatever the segmenter thought.
"""

import re
from collections.abc import Iterator
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

_HAN = re.compile(r"[一-鿿]+")
# The database takes no lexeme above 2 kB: what runs on without a break is cut, the same way in a
# text and in a query.
_LONGEST = 60
_OTHER = re.compile(rf"[0-9a-z]{{1,{_LONGEST}}}")
MOST_TOKENS = 4000


def tokens_of(words: str) -> list[str]:
    """The lexemes a text is found by, in order, each once."""
    text = words.lower()
    found: dict[str, None] = {}
    for token in _tokens(text):
        found.setdefault(token)
        if len(found) >= MOST_TOKENS:
            break
    return list(found)


def words_of(words: str) -> list[str]:
    """The segmented words of a text, of two characters and more, in order, each once."""
    return list(dict.fromkeys(word for run in _HAN.findall(words) for word in _segmented(run)))


def _segmented(run: str) -> Iterator[str]:
    """The words of two characters and more that a run of Chinese is made of."""
    import rjieba  # reads its dictionary: most commands never look for a word

    return (word for word in rjieba.cut(run) if 1 < len(word) <= _LONGEST)


def _tokens(text: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        yield from _segmented(run)
        yield from (run[i : i + 2] for i in range(len(run) - 1))
        yield from run if len(run) == 1 else ()
    yield from _OTHER.findall(text)


def vector_literal(words: str) -> str:
    """The tsvector as PostgreSQL reads it, for COPY and for a cast alike; lexemes are letters,
    digits and Han characters only, so nothing needs escaping."""
    return " ".join(f"'{token}'" for token in tokens_of(words))


def as_vector(words: str) -> Cast:
    """The tsvector as an expression to be inserted."""
    return Cast(Value(vector_literal(words)), SearchVectorField())


def query_of(words: str) -> SearchQuery | None:
    """All parts of what was typed must occur; None when nothing in it can be searched."""
    parts: list[str] = []
    for run in _HAN.findall(words):
        parts += [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
    parts += _OTHER.findall(words.lower())
    queries = [SearchQuery(part, search_type="raw", config="simple") for part in parts[:20]]
    return reduce(and_, queries) if queries else None
