"""Plays demands through the verbs in memory, much faster than a database could."""
