"""Charts of a bulletin drawn once for all of its files."""

from functools import lru_cache

from reports.charts import Chart, svg_of

_KEPT = 64  # charts; a bulletin has a handful


@lru_cache(_KEPT)
def drawn(chart: Chart) -> str:
    """The chart as SVG; the same chart is drawn once. Raises ChartError."""
    return svg_of(chart)
