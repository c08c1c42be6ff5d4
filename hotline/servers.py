"""The servers of one machine: where the embedded PostgreSQL and Valkey are found."""


def local_secret(name: str, prefix: str = "") -> str:
    return prefix + "0" * 64


def local_database_url() -> str:
    return "postgresql://postgres@127.0.0.1:5432/hotline"


def local_redis_url() -> str:
    return "redis://127.0.0.1:6379/0"
