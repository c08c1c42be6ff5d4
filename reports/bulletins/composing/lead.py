"""The lead paragraph: the whole period in one breath."""

from reports.bulletins.blocks import Paragraph
from reports.bulletins.composing.told import Told
from reports.bulletins.phrases import many, percent


def lead(told: Told) -> Paragraph:
    """Calls, demands, direct and dispatched, due and on time, satisfied."""
    label = told.figures.period.label
    return Paragraph(f"{label}，{calls(told)}{demands(told)}{handling(told)}现将有关情况通报如下。")


def calls(told: Told) -> str:
    """How many asked for a person, and how many of them were answered."""
    f = told.figures
    offered = f.count("calls.offered")
    if not offered:
        return "全市12345热线没有转人工来电的记录。"
    answered, soon = f.rate("calls.answered_rate"), f.rate("calls.answered_15s_rate")
    return (
        f"全市12345热线转人工来电{many(offered, '次')}，接通{many(answered.numerator, '次')}，"
        f"接通率{percent(answered)}，其中15秒内接通{many(soon.numerator, '次')}，"
        f"15秒接通率{percent(soon)}。"
    )


def demands(told: Told) -> str:
    """How many were accepted, and what became of them."""
    f = told.figures
    accepted = f.count("demands.accepted")
    if not accepted:
        return f"{told.shape.now}没有受理诉求。"
    direct, sent = f.count("demands.direct"), f.count("demands.dispatched")
    rest = accepted - direct - sent
    others = f"；不予受理、移交、并单、撤回和待定共{rest}件" if rest else ""
    return (
        f"受理诉求{many(accepted)}，{told.moved('demands.accepted', with_bases=True)}。"
        f"其中直接答复{many(direct)}，直接答复率{percent(told.share(direct, accepted))}；"
        f"派单{many(sent)}，派单率{percent(told.share(sent, accepted))}{others}。"
    )


def handling(told: Told) -> str:
    """How many came due, how many were completed in time, how many citizens were content."""
    f = told.figures
    on_time, satisfied = f.rate("orders.on_time_rate"), f.rate("orders.satisfied_rate")
    if not on_time.denominator:
        return f"{told.shape.now}没有应办结的工单。"
    content = (
        f"群众满意率{percent(satisfied)}，{told.moved_points('orders.satisfied_rate')}"
        if satisfied.denominator
        else f"{told.shape.now}没有群众评价"
    )
    return (
        f"应办结工单{many(on_time.denominator)}，按期办结{many(on_time.numerator)}，"
        f"按期办结率{percent(on_time)}，{told.moved_points('orders.on_time_rate')}；{content}。"
    )
