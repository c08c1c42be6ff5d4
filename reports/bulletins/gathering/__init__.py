"""Figures of a bulletin counted once, from statistics, the ranking and the tables of orders."""

from reports.bulletins.gathering.gather import gather

__all__ = ["gather"]
