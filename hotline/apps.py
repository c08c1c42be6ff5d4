from django.apps import AppConfig

from hotline import checks, form_words  # noqa: F401  # the checks register themselves


class HotlineConfig(AppConfig):
    name = "hotline"

    def ready(self) -> None:
        form_words.speak()
