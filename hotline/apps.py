from django.apps import AppConfig

from hotline import form_words


class HotlineConfig(AppConfig):
    name = "hotline"

    def ready(self) -> None:
        form_words.speak()
