from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from intake.credentials import reseal
        from intake.models import Credential
        from orders.rotation import SealedTable, register

        register(SealedTable(Credential, "sealed_with", reseal))
