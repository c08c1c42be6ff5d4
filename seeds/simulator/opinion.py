"""What citizens say of a matter beside their rating, and why a reply goes back to its unit."""

from random import Random

from seeds.assumptions import Assumptions

_UNSOLVED = "rework.unsolved"


def says_solved(satisfied: bool, assumed: Assumptions, draw: Random) -> bool:
    """Whether the citizen says that it is solved: most who are satisfied, some who are not."""
    shares = (assumed.dissatisfied_solved_share, assumed.satisfied_solved_share)
    return draw.random() < shares[satisfied]


def callback_words(satisfied: bool, solved: bool) -> str:
    """The occasion under which words.toml has what the citizen says to both."""
    if satisfied:
        return "callback.satisfied" if solved else "callback.explained"
    return "callback.slow" if solved else "callback.dissatisfied"


def rework_reason(solved: bool, assumed: Assumptions, draw: Random) -> str:
    """The code of a reason, which is also the occasion of its words; who says that it is solved is
    dissatisfied with something else."""
    shares = {
        code: share
        for code, share in assumed.rework_reasons.items()
        if share and not (solved and code == _UNSOLVED)
    }
    return draw.choices(list(shares), list(shares.values()))[0] if shares else "rework.other"
