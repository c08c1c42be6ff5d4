"""Where rules are found: settings.RULES_FOLDER by name, or any file by its path."""

from pathlib import Path

from django.conf import settings

from orders.tables import BadData, read_file
from reports.scoring.reading import read_rule
from reports.scoring.rule import Rule

_SUFFIX = ".toml"


def rule_names() -> list[str]:
    """The names of the rules there are files for."""
    return sorted(path.stem for path in Path(settings.RULES_FOLDER).glob(f"*{_SUFFIX}"))


def find_rule(name: str) -> Rule:
    """The rule of that name, or in the file at that path. Raises BadData: for a file that is wrong
    naming file and entry, for a name nobody knows listing those there are."""
    folder = Path(settings.RULES_FOLDER)
    if name in rule_names():
        path = folder / f"{name}{_SUFFIX}"
        return read_rule(read_file(path, folder.parent, exact=True), name)
    path = Path(name)
    if path.suffix == _SUFFIX or path.is_file():
        return read_rule(read_file(path, path.parent, exact=True), path.stem)
    known = "、".join(rule_names()) or "一个也没有"
    raise BadData(f"没有叫“{name}”的规则，也没有这个文件；现有：{known}")
