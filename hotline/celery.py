"""The Celery application and the whole timetable, in Asia/Shanghai; nothing else schedules."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
app = Celery("hotline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # 每30秒：走一次时钟，把到时的都做了（提醒、超期、发牌、挂账到期……）；没人接的过时作废
    "sweep": {"task": "orders.sweep", "schedule": 30.0, "options": {"expires": 25}},
}
