"""A rule's refusal shown on the form whose values it refuses."""

from django import forms

from orders.errors import LifecycleError


def show_refusal(form: forms.BaseForm, refused: LifecycleError) -> None:
    """At the field it names, or above the form."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, forms.ValidationError(refused.message, code=refused.code))
