"""What Django's forms say when a field is wrong, in the console's words (console README §8)."""

from django import forms

WORDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "这一项要填"},
    forms.ChoiceField: {"required": "选一个", "invalid_choice": "没有这个选项：%(value)s"},
    forms.MultipleChoiceField: {
        "required": "至少选一个",
        "invalid_choice": "没有这个选项：%(value)s",
    },
    forms.ModelChoiceField: {"required": "选一个", "invalid_choice": "没有这个选项，或你不能选它"},
    forms.BooleanField: {"required": "要勾上才能往下走"},
    forms.IntegerField: {"invalid": "写一个整数"},
    forms.DateField: {"invalid": "日期写成 2026-07-24 这样"},
    forms.DateTimeField: {"invalid": "时刻写成 2026-07-24 18:00 这样"},
    forms.FileField: {
        "required": "选一个文件",
        "empty": "这个文件是空的",
        "missing": "没收到文件，再选一次",
    },
}


def speak() -> None:
    """Put the words in place of Django's own; a field's own error_messages still win."""
    for field, words in WORDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
