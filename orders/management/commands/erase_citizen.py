"""`manage.py erase_citizen`: overwrite for good who a citizen was, named by one of the orders."""

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from orders.erasure import erase
from orders.errors import LifecycleError
from orders.models import Citizen, Order
from units.actor import actor_of
from units.models import Staff


class Command(BaseCommand):
    help = "按市民要求抹去其身份、诉求文字和附件，不能恢复；不必写出号码，给其任一工单号即可"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("order", help="这位市民的任一工单号")
        parser.add_argument("--by", required=True, help="办这件事的督办员或管理员的工号")

    def handle(self, *args: object, order: str, by: str, **options: object) -> None:
        staff = Staff.objects.select_related("unit").filter(staff_number=by).first()
        if staff is None:
            raise CommandError("没有这个工号")
        try:
            record = erase(_citizen(order), by=actor_of(staff), at=timezone.now())
        except LifecycleError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"已抹去：工单{record.orders}件、文字{record.texts}段、附件{record.files}个；"
            "备份里的要等备份到期"
        )


def _citizen(number: str) -> Citizen:
    order = Order.objects.select_related("citizen").filter(number=number).first()
    if order is None:
        raise CommandError("没有这个工单号")
    if order.citizen is None:
        raise CommandError("这件是匿名的，没有市民信息")
    return order.citizen
