"""The form that adds files to an order."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from orders.attachments import circles_for
from orders.media import ACCEPT
from orders.models import Order
from units.actor import Actor


class ManyFilesInput(forms.ClearableFileInput):
    """A file control that takes several files at once."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files; the value is a list, never empty."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file for itself; none at all is said as for one."""
        each = data if isinstance(data, list | tuple) and data else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in each]


class AttachmentForm(forms.Form):
    """Files, and for the hotline the choice of who may see them."""

    use_required_attribute = False

    file = ManyFiles(
        label="文件",
        max_length=500,
        help_text="照片10 MB以内，录音录像50 MB以内，文档20 MB以内；照片里的位置会去掉",
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
    )
    audience = forms.ChoiceField(label="谁可看", widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, order: Order, by: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        circles = circles_for(order, by)
        if len(circles) == 1:
            del self.fields["audience"]
            return
        choice = self.fields["audience"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(circle.value, circle.label) for circle in circles]
        choice.initial = circles[0].value

    def inputs(self) -> tuple[list[UploadedFile], str]:
        """The files and the circle ("" for the usual) of a valid form."""
        return self.cleaned_data["file"], self.cleaned_data.get("audience", "")
