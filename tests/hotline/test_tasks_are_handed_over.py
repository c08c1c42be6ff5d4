"""A web process hands its tasks to the workers' own application, in every thread."""

import subprocess
import sys

from hotline.servers import ROOT

_ASK = """
import os, threading, django
os.environ["DJANGO_SETTINGS_MODULE"] = "hotline.settings"
django.setup()
def say():
    from orders.tasks import retime
    print(retime.app.main, retime.app.conf.broker_url.partition(":")[0])
thread = threading.Thread(target=say)
thread.start()
thread.join()
say()
"""


def test_pages_know_the_broker_of_the_settings() -> None:
    """Otherwise Celery makes an application up that looks for a broker nobody has."""
    said = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines() == ["hotline redis"] * 2
