"""What a list of scores can be narrowed by: unit, with or without faults, a month."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from orders.filters import units
from orders.models import QualityCheck
from orders.period import parse
from orders.quality.reading import with_faults
from units.models import Unit


class CheckFilters(forms.Form):
    """Every field may be left out; what cannot be understood is said at its field."""

    use_required_attribute = False
    unit = forms.ChoiceField(label="单位", required=False)
    result = forms.ChoiceField(
        label="结果",
        required=False,
        choices=[("", "不限"), ("faults", "有问题"), ("clean", "没有问题")],
    )
    month = forms.CharField(
        label="月份", required=False, widget=forms.TextInput(attrs={"type": "month"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [("", "不限"), *units()]  # type: ignore[attr-defined]

    def clean_month(self) -> Any:
        written = self.cleaned_data["month"]
        if not written:
            return None
        try:
            period = parse(written)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if period.kind != "month":
            raise forms.ValidationError("写成 2026-07 这样")
        return period

    def applied(self, rows: QuerySet[QualityCheck]) -> QuerySet[QualityCheck]:
        """The rows that pass; call it on a valid form only."""
        asked = self.cleaned_data
        if asked["unit"]:
            path = Unit.objects.values_list("path", flat=True).get(code=asked["unit"])
            rows = rows.filter(unit__path__startswith=path)
        if asked["result"]:
            rows = with_faults(rows, some=asked["result"] == "faults")
        if asked["month"]:
            month = asked["month"]
            rows = rows.filter(checked_at__gte=month.start, checked_at__lt=month.end)
        return rows
