"""`make bench`: every rate that the benches of this folder measure, as one JSON object."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django


def benches() -> list[str]:
    """The modules beside this one that have a measure(): each returns name -> rate."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return [f"tests.bench.{name}" for name in names if not name.startswith("test_")]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
    django.setup()
    rates: dict[str, float] = {}
    for name in benches():
        print(f"{name} ...", file=sys.stderr)
        rates |= import_module(name).measure()
    rounded = {name: round(rate, 1 if rate >= 10 else 3) for name, rate in rates.items()}
    json.dump(rounded, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
