"""Figures to blocks: every section is figures, then sentence, table, chart, by rule."""

from reports.bulletins.composing.compose import compose

__all__ = ["compose"]
