from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"

    def ready(self) -> None:
        from intake.codes import follow_words
        from intake.credentials import reseal
        from intake.models import Credential
        from intake.simulated_gateway import gateway
        from orders.callbacks.gateway import connect
        from orders.notices.citizen_words import follow_by
        from orders.rotation import SealedTable, register

        register(SealedTable(Credential, "sealed_with", reseal))
        follow_by(follow_words)
        connect(gateway)
