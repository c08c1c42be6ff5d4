"""Chinese punctuation is full width between Chinese words, whatever was typed; digits keep theirs.

A sign goes full width unless both its neighbours are Latin or digits: 12:30 and 3,000 stay.
"""

import re

_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_SIGNS = r"[,;:!?()]"
_LATIN = "0-9A-Za-z"
_LOOSE = re.compile(rf"(?<![{_LATIN}]){_SIGNS}|{_SIGNS}(?![{_LATIN}])")


def full_width(text: str) -> str:
    """The text with its commas, colons, brackets and marks as Chinese print has them."""
    return _LOOSE.sub(lambda found: found[0].translate(_FULL), text)
