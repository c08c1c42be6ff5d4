"""What the database itself refuses: triggers made from the states table and from lists of facts."""

from collections.abc import Iterable

import pgtrigger


def moves_only(name: str, pairs: Iterable[tuple[str, str]]) -> pgtrigger.Trigger:
    """The column state moves only along the given pairs, bulk updates included."""
    allowed = ", ".join(f"('{old}', '{new}')" for old, new in sorted(pairs))
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition(
            f"OLD.state IS DISTINCT FROM NEW.state AND (OLD.state, NEW.state) NOT IN ({allowed})"
        ),
        func=(
            "RAISE EXCEPTION 'state % -> % is not in the table of transitions',"
            " OLD.state, NEW.state USING ERRCODE = 'check_violation';"
        ),
    )


def written_once(name: str, *columns: str) -> pgtrigger.Trigger:
    """Each column goes from null to a value once and is never changed or cleared."""
    broken = " OR ".join(
        f"(OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column})"
        for column in columns
    )
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.Condition(f"({broken})"),
        func=(
            "RAISE EXCEPTION 'a dated fact is written once and never changed'"
            " USING ERRCODE = 'check_violation';"
        ),
    )


def frozen_after(name: str, moment: str, *columns: str) -> pgtrigger.Trigger:
    """Once the column `moment` is set, the other columns no longer change."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.Condition(f"OLD.{moment} IS NOT NULL AND ({changed})"),
        func=(
            f"RAISE EXCEPTION 'closed by {moment}: it no longer moves'"
            " USING ERRCODE = 'check_violation';"
        ),
    )


def append_only(name: str) -> pgtrigger.Trigger:
    """Rows are added, never edited, never deleted."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def never_deleted(name: str) -> pgtrigger.Trigger:
    """Rows stay; what ends is said by their state."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)
