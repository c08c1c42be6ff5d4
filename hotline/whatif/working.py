"""Works out a what-if for the page, telling how far it is, and keeps what the page shows."""

from dataclasses import asdict
from typing import Any

from hotline.whatif import kept
from hotline.whatif.charts import hours_chart
from hotline.whatif.figures import number, percent, rows
from hotline.whatif.kept import Asked
from hotline.whatif.words import busy_rows, sentence, staff_words
from orders.tables import BadData
from reports.charts import ChartError, described, svg_of
from seeds.scenario import Scenario, read_scenario
from seeds.whatif import Answer, Question, answer

NARROW = 326  # px: what a telephone's page leaves


def work(asked: Asked) -> None:
    """Play all seeds in this process (a worker's may have no children) and keep the answer. Running
    it twice does nothing twice."""
    standing = kept.standing(asked)
    if standing is not None and standing["state"] == "answered":
        return
    try:
        scenario = read_scenario(asked.scenario)
        question = Question(asked.seats, asked.operators, asked.seeds)
        told = answer(scenario, question, progress=lambda done, of: kept.step(asked, done))
        kept.keep(asked, shown(scenario, told))
    except (BadData, ChartError) as error:
        kept.fail(asked, str(error))
    except BaseException:
        kept.fail(asked, "没算完就停了，再推演一次；总是这样就请管理员看任务的日志")
        raise


def shown(scenario: Scenario, told: Answer) -> dict[str, Any]:
    """What the page shows, finished texts and drawings."""
    printed = rows(told.compared)
    wide = hours_chart(scenario, told)
    reasons = scenario.telephone.reasons if scenario.telephone else {}
    return {
        "title": scenario.title,
        "sentence": sentence(printed, told.question.within),
        "staff": staff_words(told),
        "rows": [asdict(row) for row in printed],
        "chart": svg_of(wide),
        "chart_narrow": svg_of(hours_chart(scenario, told, width=NARROW)),
        "chart_title": wide.title,
        "chart_words": described(wide),
        "hours": [
            [hour.hour, number(hour.offered, 0), percent(hour.before), percent(hour.after)]
            for hour in told.hours
        ],
        "busy_hour": told.theory[0].hour,
        "busy": busy_rows(told)[1:],
        "assumed": sorted(reasons.items()),
    }
