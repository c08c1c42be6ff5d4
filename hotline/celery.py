"""The Celery application and the whole timetable, in Asia/Shanghai; nothing else schedules."""

import os

from celery import Celery
from celery.schedules import crontab

from hotline import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
app = Celery("hotline", task_cls="hotline.metrics:MeteredTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
CLOCK = environment.number("CLOCK_SECONDS", 30, low=1, high=300)
EIGHT = crontab(hour="8", minute="0,20,40")
SIX_EARLY_IN_MONTH = crontab(hour="6", minute="0", day_of_month="1-3")
SIX_EARLY_IN_QUARTER = crontab(hour="6", minute="30", day_of_month="1-3", month_of_year="1,4,7,10")
MORNINGS = crontab(hour="6,7", minute="10,40")
HOURLY_BY_DAY = crontab(hour="7-20", minute="5")
FOUR_AT_NIGHT = crontab(hour="4", minute="10")
app.conf.beat_schedule = {
    # 每30秒（CLOCK_SECONDS）走一次时钟，做完到时的事：提醒、超期、发牌、挂账到期；没人接的过时作废
    "sweep": {"task": "orders.sweep", "schedule": CLOCK, "options": {"expires": CLOCK}},
    # 每5秒把欠着的通知发出去；没有要发的只查一次库
    "notices": {"task": "orders.deliver_notices", "schedule": 5.0, "options": {"expires": 5}},
    # 每5秒替模拟的回访网关报到时的结果；接了真网关就什么也不做
    "simulated-calls": {
        "task": "intake.simulated_calls",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    # 每5分钟把今天和有变动的日子重数一遍，统计页从这里读；数不完的下回接着数
    "tallies": {"task": "reports.refill_tallies", "schedule": 300.0, "options": {"expires": 300}},
    # 夜里4点10分抽日子重数核对，对不上的记错、重数
    "audit": {"task": "reports.audit_tallies", "schedule": FOUR_AT_NIGHT},
    # 早上8点给单位负责人发每日简报；8:20、8:40再问两次，一人一天只发一份
    "digests": {"task": "orders.daily_digests", "schedule": EIGHT, "options": {"expires": 900}},
    # 每月1日早上6点抽上个月办结的件；2、3日再问两次，一个月只抽一回
    "inspection": {"task": "orders.draw_inspection", "schedule": SIX_EARLY_IN_MONTH},
    # 每季度第一个月1日早上6点半，向上季度没动静的单位要书面说明；2、3日再问，一单位一季度一份
    "explanations": {"task": "orders.ask_explanations", "schedule": SIX_EARLY_IN_QUARTER},
    # 7点到20点每小时看一遍各主题有没有突增，每遍也看昨天全天，停过机的不漏；一个主题一天只预警一次
    "warnings": {
        "task": "reports.watch_themes",
        "schedule": HOURLY_BY_DAY,
        "options": {"expires": 1800},
    },
    # 每分钟看一遍有没有要编而没人在编的通报：任务丢了、worker 中途没了，从这里接上
    "drafting": {"task": "reports.draft_asked", "schedule": 60.0, "options": {"expires": 60}},
    # 每天早上6点10分起编到时的通报：日统计、周一周排名、1日11日21日旬调度、期后第一个工作日月季年；
    # 一期只编一次，再问三次，停过机的补编
    "bulletins": {
        "task": "reports.draft_bulletins",
        "schedule": MORNINGS,
        "options": {"expires": 900},
    },
}
