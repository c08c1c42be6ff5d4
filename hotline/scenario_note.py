"""How a scenario's database was made, noted on it: the seed, the scale, and until when it plays."""

import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

_NOTED = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


@dataclass(frozen=True, slots=True)
class Made:
    """as_of: the moment after which nothing was played."""

    seed: int
    scale: Fraction
    as_of: datetime


def write_note(connection: BaseDatabaseWrapper, made: Made) -> None:
    """Leave the note on the connection's own database, which keeps it when it is renamed."""
    text = {"seed": made.seed, "scale": str(made.scale), "as_of": made.as_of.isoformat()}
    with connection.cursor() as cursor:
        name = sql.Identifier(str(connection.settings_dict["NAME"]))
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(statement.format(name, sql.Literal(json.dumps(text))))


def read_note() -> Made | None:
    """How the default database was made; None where nothing is noted, as on a city's own."""
    with default.cursor() as cursor:
        cursor.execute(_NOTED, [default.settings_dict["NAME"]])
        (text,) = cursor.fetchone()
    if not text:
        return None
    noted = json.loads(text)
    as_of = datetime.fromisoformat(noted["as_of"])
    return Made(noted["seed"], Fraction(noted["scale"]), as_of)
