"""Writing bulletins as somebody would type them."""

import json
from typing import Any

from reports.ledger.bulletin import Finding, check_bulletin


def written(kind: str, **fields: Any) -> str:
    """One entry; what is None is left out."""
    lines = [f"{key} = {_value(value)}" for key, value in fields.items() if value is not None]
    return "\n".join([f"[[{kind}]]", *lines, ""])


def found(kind: str, **fields: Any) -> Finding:
    """What the ledger says of the one entry."""
    (one,) = check_bulletin(written(kind, **{"name": "指标", **fields}))
    return one


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
