"""The other side of a process that plays chunks: it begins with nothing and must set itself up.

Nothing of Django may be imported above the functions: a new process reads this module first.
"""

import os
import pickle
import signal
from multiprocessing import parent_process
from threading import Thread
from typing import Any

_settings: list[Any] = []


def begin(database: dict[str, Any], parcel: bytes) -> None:
    """Reach the database and read the setting; parcel: the pickled scenario, seed and as_of."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started us ends us
    Thread(target=_end_with_parent, daemon=True).start()
    import django

    django.setup()
    from django.db import connections

    from seeds.simulator.chunks import Setting

    connections["default"].close()  # made while apps were loaded, from this process's own settings
    connections.settings["default"] = database
    del connections["default"]
    _settings.append(Setting.read(*pickle.loads(parcel)))


def play(chunk: Any) -> Any:
    """Play a chunk in this process's setting."""
    return _settings[0].play(chunk)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
