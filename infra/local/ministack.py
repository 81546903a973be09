"""Starts and stops the one MiniStack process of the local shop."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import urllib3

from infra.local.trouble import Trouble

if TYPE_CHECKING:
    from infra.local.folder import LocalFolder

REGION = "us-east-1"
READY_SECONDS = 30
STOP_SECONDS = 60  # saving a large state takes a while, and killing it would lose what it holds
# Workers that may run at once. The front door lets few in; queues, streams and schedules come on top. Past this MiniStack
# refuses, a refused queue batch counts as an attempt, and after five of those a healthy message would be a dead letter.
CONCURRENCY = 200


@dataclass(frozen=True)
class Keys:
    """The root credentials of the local AWS; made at the first start."""

    access_key: str
    secret_key: str


class MiniStack:
    """`held`: the lock of the folder, which it keeps until it has ended, also where the shop was killed: its data are saved then, and who
    reads them earlier reads old ones."""

    def __init__(self, folder: LocalFolder, port: int, keys: Keys, held: IO[str]) -> None:
        self.folder = folder
        self.port = port
        self.keys = keys
        self._held = held
        self.url = f"http://127.0.0.1:{port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises Trouble when the port is taken or it does not come up."""
        if not port_is_free(self.port):
            raise Trouble(
                f"Port {self.port}, which the local AWS of this shop uses, is in use; "
                "stop what uses it or choose another with SHOP_AWS_PORT."
            )
        with self.folder.log.open("ab") as log:
            # Its own session: Ctrl-C in the terminal reaches the shop only, which then stops things in the right order.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.ministack_process"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(self._held.fileno(),),
            )
        self._wait_until_ready()

    def environment(self) -> dict[str, str]:
        """Only what it needs: every variable of this process is also seen by every function."""
        passed = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
        return passed | {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.keys.access_key,
            "AWS_SECRET_ACCESS_KEY": self.keys.secret_key,
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder.state),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder.objects),
            "TMPDIR": str(self.folder.temporary),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": "unix:///nonexistent/docker.sock",  # never look for containers
            "LAMBDA_ACCOUNT_CONCURRENCY": str(CONCURRENCY),
            "LAMBDA_WARM_TTL_SECONDS": "120",
            "LAMBDA_ASYNC_RETRY_BASE_SECONDS": "1",
            "FAULTS": os.environ.get("SHOP_AWS_FAULTS", "0"),
            "LOG_LEVEL": os.environ.get("SHOP_AWS_LOG", "WARNING"),
            # The functions see the line above too and would take it for theirs: they would log no requests.
            "POWERTOOLS_LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": "*",
        }

    def save(self) -> None:
        """Has the state written soon, without stopping."""
        if self._process is not None and self.alive:
            self._process.send_signal(signal.SIGUSR1)

    def stop(self) -> bool:
        """Asks it to save and end, and waits. False when it had to be killed (what came since the last save is lost)."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return True
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False
        return True

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _wait_until_ready(self) -> None:
        pool = urllib3.PoolManager(retries=False, timeout=1.0)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if not self.alive:
                raise Trouble(f"The local AWS ended while starting; see {self.folder.log}.")
            try:
                if pool.request("GET", f"{self.url}/_ministack/ready").status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.05)
        self.stop()
        raise Trouble(f"The local AWS did not come up within {READY_SECONDS} seconds; see {self.folder.log}.")


def port_is_free(port: int) -> bool:
    """On both loopbacks: `localhost` may be tried as ::1 first, and there somebody else would answer for the shop."""
    return _can_bind(socket.AF_INET, "127.0.0.1", port) and _can_bind(socket.AF_INET6, "::1", port)


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return family == socket.AF_INET6 and error.errno != errno.EADDRINUSE  # a machine without IPv6
    return True
