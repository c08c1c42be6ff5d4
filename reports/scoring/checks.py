"""At the start: every rule of appraisal can be read, before somebody wants to rank by it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from orders.tables import BadData
from reports.scoring.files import find_rule, rule_names


@register()
def rules_can_be_read(**_: Any) -> list[CheckMessage]:
    """reports.W001: a rule is wrong, or there is none; rankings by it will fail."""
    found = [] if rule_names() else [f"{settings.RULES_FOLDER} 里没有考核规则"]
    for name in rule_names():
        try:
            find_rule(name)
        except BadData as error:
            found.append(str(error))
    hint = "改正规则文件；RULES_FOLDER 是放规则的目录"
    return [Warning(words, hint=hint, id="reports.W001") for words in found]
