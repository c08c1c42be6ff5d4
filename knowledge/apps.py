from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = "知识库"

    def ready(self) -> None:
        from knowledge.citing import Base
        from orders.citing import connect

        connect(Base())
