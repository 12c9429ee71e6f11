"""The portal as it runs for people, on a free port with a database of its own, while somebody measures or looks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen


@contextmanager
def served(settings: str = "config.settings", database: str = "") -> Iterator[str]:
    """The address of the portal under these settings. ``database``: an URL instead of a new, empty one. Raises
    SystemExit when it does not start."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{_free_port()}"
        environment = os.environ | {
            "DEBUG": "true",
            "DATABASE_URL": database or f"sqlite:///{folder}/empty.sqlite3",
            "DJANGO_SETTINGS_MODULE": settings,
        }
        run = [sys.executable, "manage.py"]
        subprocess.run([*run, "migrate", "--verbosity", "0"], env=environment, check=True)
        subprocess.run([*run, "collectstatic", "--noinput", "--verbosity", "0"], env=environment, check=True)
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", address]
        options = ["--workers", "2", "--threads", "4", "--log-level", "error"]
        server = subprocess.Popen([*gunicorn, *options], env=environment)
        try:
            _wait_for(f"http://{address}/")
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")
