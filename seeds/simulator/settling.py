"""What the desk settles itself: the words it answers with, and the reasons it gives."""

import random
from datetime import datetime

from seeds.simulator.words import Words

DECLINED_FOR = ("decline.court", "decline.civil", "decline.no_new_facts")
TRANSFERRED_FOR = ("transfer.petition", "transfer.other_city", "transfer.122")


def answer(words: Words, kind: str, reply: str | None, draw: random.Random) -> str:
    """A phrase for the kind, else the reply that belongs to the matter, else what fits any."""
    occasion = f"desk.{kind}"
    if occasion in words.phrases:
        return words.say(occasion, draw)
    return reply or words.say("desk.help", draw)


def receipt(at: datetime, draw: random.Random) -> str:
    """The number that whoever takes a transferred demand gives it."""
    return f"{at:%m%d}-{draw.randrange(100, 1000)}"
