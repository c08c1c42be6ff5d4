"""A city of a million orders and five million calls, written by the database itself in minutes."""
