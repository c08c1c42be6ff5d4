"""Tasks of the pages' own: each makes one call, and running it twice does nothing twice."""

from celery import shared_task

from hotline.whatif.kept import Asked
from hotline.whatif.working import work


@shared_task(name="hotline.whatif")
def answer_whatif(scenario: str, seats: int, operators: int, seeds: int) -> None:
    """Play a what-if that was asked on the page; a city's year takes a minute or two."""
    work(Asked(scenario, seats, operators, seeds))
