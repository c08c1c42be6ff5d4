"""The embedded Valkey: 127.0.0.1 and a random password only, and nothing kept on disk."""

import os
import signal
import socket
import time
from pathlib import Path

from hotline.servers import processes
from hotline.servers.place import Place
from hotline.servers.trouble import ServersError

START_SECONDS = 15.0


def pid(home: Path) -> int | None:
    """The number of the server that runs with this very configuration, if one does."""
    try:
        found = int((home / "valkey" / "pid").read_text())
    except (OSError, ValueError):
        return None
    line = processes.command(found)
    return found if line and str(home / "valkey") in line else None


def start(place: Place, port: int, password: str) -> None:
    """Have the server up and listening on the port."""
    if pid(place.home) is not None:
        return
    folder = place.home / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    place.account.own(folder)
    configuration = folder / "valkey.conf"
    configuration.unlink(missing_ok=True)
    with os.fdopen(
        os.open(configuration, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
    ) as handle:
        handle.write(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{folder}"\n'
            f'proc-title-template "{{title}} {{config-file}}"\nsave ""\n'
            f'appendonly no\npidfile "{folder}/pid"\n'
        )
    place.account.own(configuration)
    server = place.spawn("valkey", place.valkey, configuration)
    until = time.monotonic() + START_SECONDS
    while pid(place.home) != server.pid or not _listens(port):
        if server.poll() is not None or time.monotonic() > until:
            raise ServersError(f"Valkey 起不来，看日志 {place.log('valkey')}（端口 {port}）")
        time.sleep(0.02)
    processes.let_go(server)


def stop(home: Path) -> bool:
    """End the server, whoever started it; True once it is gone."""
    running = pid(home)
    return running is None or processes.stop(running, (signal.SIGTERM, 10), (signal.SIGKILL, 5))


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
