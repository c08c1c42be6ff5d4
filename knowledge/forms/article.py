"""The form of an article, and that of its end."""

from typing import Any

from django import forms

from knowledge.models import Article, Subclass
from knowledge.models.article import LONGEST, MONTHS
from knowledge.writing import Written
from orders.forms.describing import categories
from orders.forms.fields import Line, Words
from units.models import Unit


def subclasses() -> list[tuple[str, Any]]:
    """The subclasses as choices, each class a group; nothing chosen first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in Subclass.objects.select_related("parent").order_by("code"):
        groups.setdefault(row.parent.name, []).append((row.code, row.name))
    return [("", "选一个分类"), *groups.items()]


def _demands() -> list[tuple[str, Any]]:
    return [("", "不限一类"), *categories()]


def _units() -> list[tuple[str, str]]:
    found = Unit.objects.order_by("pinyin", "code").values_list("pk", "name")
    return [("", "热线自己"), *((str(pk), name) for pk, name in found)]


class ArticleForm(forms.Form):
    """Begins with what stands; version is what the person saw."""

    use_required_attribute = False

    title = Line("标题", missing="写一句标题，如“居民身份证怎样补领”", max_length=80)
    body = Words(
        "答复口径", missing="写明可以怎样答复市民", rows=14, max_length=LONGEST,
        help_text="照着能念、能发给市民的话；先说结论，再说怎么办、找谁、多久。不写个人信息",
    )  # fmt: skip
    subclass = forms.ChoiceField(label="分类", choices=subclasses)
    category = forms.ChoiceField(
        label="答哪类诉求", choices=_demands, required=False,
        help_text="答复这一类和它下面各类的诉求时会先列出来",
    )  # fmt: skip
    unit = forms.ChoiceField(label="负责单位", choices=_units, required=False)
    review_months = forms.TypedChoiceField(
        label="复核周期", coerce=int, initial=12,
        choices=[(months, f"{months}个月") for months in MONTHS],
        help_text="到期要有人再看一遍，口径没变按“复核无误”",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, *, row: Article | None = None, **options: Any) -> None:
        super().__init__(data, initial=standing_values(row) if row else None, **options)
        self.fields["subclass"].error_messages["required"] = "选一个分类"

    def written(self) -> Written:
        """What a valid form says."""
        given = self.cleaned_data
        return Written(
            title=given["title"],
            body=given["body"].replace("\r\n", "\n"),
            subclass_id=given["subclass"],
            category_id=given["category"] or None,
            unit_id=int(given["unit"]) if given["unit"] else None,
            review_months=given["review_months"],
        )


def standing_values(row: Article) -> dict[str, Any]:
    """What stands now, as the form writes it."""
    return {
        "title": row.title,
        "body": row.body,
        "subclass": row.subclass_id,
        "category": row.category_id or "",
        "unit": str(row.unit_id or ""),
        "review_months": row.review_months,
        "version": row.version,
    }


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    use_required_attribute = False
    why = Line(
        "原因", missing="写明为什么撤下", max_length=200, help_text="如“政策已废止”“并入ZS000012”"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class SeenForm(forms.Form):
    """What the person saw when pressing a button that does something at once."""

    version = forms.IntegerField(required=False, min_value=1)
