"""The form that asks why a number is to be shown."""

from django import forms

from orders.models import Reason


class RevealForm(forms.Form):
    """One reason of the list."""

    use_required_attribute = False

    reason = forms.ModelChoiceField(
        label="为什么要看号码",
        queryset=Reason.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "选一个显示号码的缘由"},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["reason"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Reason.objects.filter(kind=Reason.Kind.REVEAL, active=True).order_by(
            "position", "code"
        )
