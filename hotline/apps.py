from importlib import import_module

from django.apps import AppConfig

from hotline import checks, form_words  # noqa: F401  # the checks register themselves


class HotlineConfig(AppConfig):
    name = "hotline"

    def ready(self) -> None:
        # Without it a page's task would be handed to an application that Celery makes up, which
        # knows neither the broker nor the settings.
        import_module("hotline.celery").app.set_default()
        form_words.speak()
