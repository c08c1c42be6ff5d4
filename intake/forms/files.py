"""The control by which citizens add photos and papers."""

from typing import Any

from django import forms

from orders.forms.attachment import ManyFiles, ManyFilesInput
from orders.media import ACCEPT

MOST_FILES = 5  # of one form


class Files(ManyFiles):
    """A few photos or papers, or none; the value is a list."""

    def __init__(self) -> None:
        super().__init__(
            label="照片或文件",
            required=False,
            max_length=500,
            help_text=f"最多{MOST_FILES}个，照片10 MB以内；照片里的位置会去掉",
            widget=ManyFilesInput(attrs={"accept": ACCEPT}),
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in super().clean(data, initial) if file]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"最多{MOST_FILES}个文件")
        return files
