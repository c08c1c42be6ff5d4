"""Who sees which scores: the hotline all, a unit those of its subtree; what waits to be scored."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, Sum

from orders.access import sees_all, unit_paths
from orders.errors import Missing
from orders.models import QualityCheck, Reply
from units.actor import Actor


def _below(actors: Sequence[Actor], on: str) -> Q:
    if sees_all(actors):
        return Q()
    below = Q(pk__in=[])
    for path in unit_paths(actors):
        below |= Q(**{f"{on}__startswith": path})
    return below


def checks_for(actors: Sequence[Actor]) -> QuerySet[QualityCheck]:
    """The scores a person sees."""
    return QualityCheck.objects.filter(_below(actors, "unit__path")).select_related(
        "unit", "checked_by", "text", "reply__round__assignment__order__category"
    )


def to_check(actors: Sequence[Actor]) -> QuerySet[Reply]:
    """Reviewed replies of top-level leads that nobody has scored, as the hotline sees them."""
    rows = Reply.objects.filter(
        quality__isnull=True,
        reviewed_at__isnull=False,
        round__assignment__parent__isnull=True,
        round__assignment__role="lead",
    )
    return rows.filter(_below(actors, "round__assignment__unit__path")).select_related(
        "text", "round__assignment__unit", "round__assignment__order__category", "replied_by"
    )


def reply_for(actors: Sequence[Actor], pk: int) -> Reply:
    """A reply in sight, scored or not. Raises Missing."""
    found = (
        Reply.objects.filter(_below(actors, "round__assignment__unit__path"), pk=pk)
        .select_related(
            "text", "uncontacted_text", "replied_by",
            "round__assignment__unit", "round__assignment__order__category",
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise Missing("没有这份答复")
    return found


def totals(rows: QuerySet[QualityCheck]) -> tuple[int, int, int]:
    """How many were scored, their points, and the points possible."""
    sums = rows.order_by().aggregate(points=Sum("points"), possible=Sum("possible"))
    return rows.count(), sums["points"] or 0, sums["possible"] or 0


def with_faults(rows: QuerySet[QualityCheck], *, some: bool) -> QuerySet[QualityCheck]:
    """Those with faults, or those without."""
    return rows.filter(points__lt=F("possible")) if some else rows.filter(points=F("possible"))
