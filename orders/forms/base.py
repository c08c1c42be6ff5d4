"""What every verb's form is: built on a standing, it yields the verb's keyword arguments."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from orders.errors import Refused
from orders.forms.refusal import show_refusal
from orders.standing import Standing
from orders.states import Verb

FORMS: dict[Verb, type["VerbForm"]] = {}


class VerbForm(forms.Form):
    """One verb's inputs, for pages and JSON alike; a field is named as the verb names its input.

    button: the words on the button. done: what is said afterwards. warns: the question and the
    consequence of a verb that is told to people and cannot be taken back.
    """

    verb: ClassVar[Verb]
    button: ClassVar[str] = ""
    done: ClassVar[str] = ""
    warns: ClassVar[tuple[str, str] | None] = None
    use_required_attribute = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "verb" in cls.__dict__:
            FORMS[cls.verb] = cls

    def __init__(self, data: Any = None, *, standing: Standing, **options: Any) -> None:
        super().__init__(data, **options)
        self.standing = standing
        self.prepare()

    def prepare(self) -> None:
        """Fill choices, drop the fields that do not apply here, set what stands in them first."""

    @classmethod
    def begun(cls, given: QueryDict) -> dict[str, Any]:
        """What stands in the form at first: what its address says, or what was filled in when a
        button was pressed that adds to the form and sends nothing (`use`)."""
        return {}

    @classmethod
    def from_json(cls, data: dict[str, Any], standing: Standing) -> "VerbForm":
        """The form filled from a JSON object whose fields were checked to be of the right type."""
        return cls(data, standing=standing)

    def inputs(self) -> dict[str, Any]:
        """The keyword arguments of the verb; call it on a valid form only. What was left empty is
        left out, so that the verb's own default holds."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and value != []
        }

    def uploads_given(self) -> list[UploadedFile]:
        """Files handed in with the verb; call it on a valid form only."""
        return []

    def refuse(self, refused: Refused) -> None:
        """Show a rule's refusal at the field it names, or above the form."""
        show_refusal(self, refused)

    def said(self) -> str:
        """What is told when it is done."""
        return self.done

    def drop(self, *names: str) -> None:
        """Fields that do not apply to this order."""
        for name in names:
            del self.fields[name]


def form_for(verb: Verb) -> type[VerbForm]:
    """The form of a verb. Raises KeyError for receive, which begins an order elsewhere."""
    return FORMS[verb]
