"""The words of seeds for reading TOML: orders/tables.py has them for every package."""

from orders.tables import BadData, Table, read_file

__all__ = ["BadData", "Table", "read_file"]
