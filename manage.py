#!/usr/bin/env python
"""The command line of the hotline: python manage.py help."""

import gc
import os
import signal
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from hotline import servers

# A command makes half a million objects at its start that stay, and rows beside them: the collector
# looks at all of them every few thousand by default, which is a tenth of a short command's time.
OBJECTS = (50_000, 20, 50)


def main() -> None:
    """Run one command with the servers it needs; a wrong setting is one line, not a traceback."""
    gc.set_threshold(*OBJECTS)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))
    try:
        with servers.for_command(sys.argv):
            execute_from_command_line(sys.argv)
    except (servers.ServersError, ImproperlyConfigured) as error:
        print(f"起不来：{error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
