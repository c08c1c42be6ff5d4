"""The doors for everyone else, as rows: who may knock, and what each knock brought."""

from intake.models.credential import Credential
from intake.models.idempotency import IdempotencyKey

__all__ = ["Credential", "IdempotencyKey"]
