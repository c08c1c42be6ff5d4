"""The Celery application and the whole timetable, in Asia/Shanghai; nothing else schedules."""

import os

from celery import Celery

from hotline import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
app = Celery("hotline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
CLOCK = environment.number("CLOCK_SECONDS", 30, low=1, high=300)
app.conf.beat_schedule = {
    # 每30秒（CLOCK_SECONDS）走一次时钟，做完到时的事：提醒、超期、发牌、挂账到期；没人接的过时作废
    "sweep": {"task": "orders.sweep", "schedule": CLOCK, "options": {"expires": CLOCK}},
}
