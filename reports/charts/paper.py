"""Charts as SVG without a browser: the pages' own ECharts, run by QuickJS.

One engine a thread is kept, since reading the library takes longer than all charts of a bulletin.
"""

import json
import re
from hashlib import sha256
from pathlib import Path
from threading import local
from xml.sax.saxutils import escape

import quickjs
from django.contrib.staticfiles import finders

from reports.charts.definition import Chart, described
from reports.charts.option import option_of

LIBRARY = "vendor/echarts.min.js"
_kept = local()

# What the library asks of a browser, and nothing more; it draws at once, so no timer need ring.
_SHIM = """
globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => {};
globalThis.console = {log() {}, warn() {}, error() {}};
"""
# A long string built of pieces cannot be handed over as it is; JSON makes it whole.
_DRAW = """
function draw(text, width, height) {
  const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width, height});
  chart.setOption(JSON.parse(text));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return JSON.stringify({svg});
}
"""


# Looks for a pointer that paper does not have, and names counted up with every drawing.
_HOVER = re.compile(r"<style ?>.*?</style>\s*|\sclass=\"[^\"]*\"|\spointer-events=\"[^\"]*\"", re.S)
# A page's policy allows no style attribute; what it says can be said by attributes of their own.
_STYLED = re.compile(r'\sstyle="font-size:(\d+)px;font-family:([^";]*);"')
_COUNTED = re.compile(r"zr\d+-")
# The library sets off thousands on an axis, which print does not.
_THOUSANDS = re.compile(r">\d{1,3}(?:,\d{3})+</text>")


class ChartError(RuntimeError):
    """A chart could not be drawn; says what is missing."""


def svg_of(chart: Chart) -> str:
    """The chart as an SVG text of its own width and height, with its title and its values in words;
    the same chart gives the same text. Raises ChartError where the library was not fetched, or
    refuses the option."""
    option = json.dumps(option_of(chart), ensure_ascii=False)
    try:
        said = _engine().get("draw")(option, *chart.size)
    except quickjs.JSException as error:
        raise ChartError(f"图“{chart.title}”画不出来：{error}") from error
    name = f"c{sha256(option.encode()).hexdigest()[:8]}-"
    svg = _HOVER.sub("", json.loads(said)["svg"])
    svg = _COUNTED.sub(name, _STYLED.sub(r' font-size="\1" font-family="\2"', svg))
    svg = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), svg)
    head, _, rest = svg.partition(">")
    title, words = escape(chart.title), escape(described(chart))
    return f'{head} role="img">\n<title>{title}</title><desc>{words}</desc>{rest}'


def _engine() -> quickjs.Context:
    if not hasattr(_kept, "engine"):
        found = finders.find(LIBRARY)
        if not found:
            raise ChartError("没有图表库：先运行 python -m hotline.assets（make assets）")
        engine = quickjs.Context()
        engine.eval(_SHIM + Path(str(found)).read_text(encoding="utf-8"))
        engine.eval(_DRAW)
        _kept.engine = engine
    return _kept.engine
