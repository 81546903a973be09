"""`make serve`: from nothing, or from yesterday's data, to a shop that answers; and back to a saved folder at Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from typing import IO, TypeVar

from aiohttp import web
from botocore.exceptions import BotoCoreError, ClientError
from rich.markup import escape

from infra.compose import ROOT
from infra.console.door import Console
from infra.local.aws import LocalAws
from infra.local.begun import told_customer
from infra.local.clock import LocalClock
from infra.local.controls import Controls
from infra.local.folder import LocalFolder, lock, open_folder
from infra.local.frontdoor import front_door, listen
from infra.local.gate import Gate
from infra.local.keys import LocalKeys, load_keys
from infra.local.mailbox import Mailbox, ToldMails
from infra.local.media import PublicMedia
from infra.local.ministack import MiniStack, port_is_free
from infra.local.proxy import Proxy
from infra.local.report import Report
from infra.local.seed import MAIL_FROM, seed
from infra.local.settings import LocalSettings
from infra.local.stack import Addresses, bring_up
from infra.local.trouble import Trouble
from infra.local.welcome import welcome
from infra.outputs import Outputs
from infra.simulators.store import Store
from infra.simulators.world import SimulatedWorld

T = TypeVar("T")
Fill = Callable[[str, LocalKeys, Report], bool]
"""Loads the demo catalogue into the shop at this address; False when it did not go in. Raises Trouble."""


class Stopped(Exception):
    """Somebody asked to stop while the shop was still starting."""


class LocalShop:
    """`fill`: None for a shop that begins with nothing but its people, which a transfer can be brought into."""

    def __init__(self, settings: LocalSettings, report: Report, fill: Fill | None) -> None:
        self.settings = settings
        self.report = report
        self.fill = fill
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._store: Store | None = None
        self._console: Console | None = None
        self._bringing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Returns after a clean stop. Raises Trouble when it cannot start or the local AWS is gone."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopping.set)
        if not port_is_free(self.settings.port):
            raise Trouble(f"Port {self.settings.port} is in use; stop what uses it or choose another with SHOP_PORT.")
        held: IO[str] = lock(LocalFolder(self.settings.root))
        folder = open_folder(self.settings.root)
        keys = load_keys(folder)
        ministack = MiniStack(folder, self.settings.aws_port, keys.aws, held)
        try:
            await self._start(folder, keys, ministack)
            await self._watch(ministack)
        except Stopped:
            pass
        except (ClientError, BotoCoreError) as error:
            raise Trouble(f"The local AWS refused something: {error}; see {folder.log}.") from error
        finally:
            await self._stop(ministack)
            held.close()

    async def _start(self, folder: LocalFolder, keys: LocalKeys, ministack: MiniStack) -> None:
        with self.report.step("Starting the local AWS"):
            await self._unless_stopped(asyncio.to_thread(ministack.start))
        aws = LocalAws(ministack.url, keys.aws)
        addresses = Addresses(self.settings.url, ministack.url, folder.clock, MAIL_FROM)
        with self.report.step("Bringing up the functions, tables and queues"):
            outputs = await self._unless_stopped(asyncio.to_thread(bring_up, folder, aws, addresses, self.report.detail))
        seeded = f"{outputs.user_pool} {outputs.payments_secret} {keys.mark} {self.settings.url}"
        if folder.read_json(folder.deployed).get("seeded") != seeded:
            with self.report.step("Making users and keys"):
                await self._unless_stopped(asyncio.to_thread(seed, aws, keys, outputs, addresses.sandbox, with_help=self.fill is not None))
            folder.write_json(folder.deployed, folder.read_json(folder.deployed) | {"seeded": seeded})
        users = {role: {"login": user.login, "password": user.password} for role, user in keys.users.items()}
        await self._open_door(folder, keys, aws, outputs)
        folder.write_json(folder.shop, {"base_url": self.settings.url, "aws_url": ministack.url, "users": users})
        if folder.read_json(folder.deployed).get("filled") != outputs.user_pool:
            filled = self.fill is None
            if self.fill is not None:
                with self.report.step("Loading the demo catalogue"):
                    filled = await self._unless_stopped(asyncio.to_thread(self.fill, self.settings.url, keys, self.report))
            mark = {"filled": outputs.user_pool if filled else ""}
            folder.write_json(folder.deployed, folder.read_json(folder.deployed) | mark)
            ministack.save()
        welcome(self.report, self.settings, keys)

    async def _open_door(self, folder: LocalFolder, keys: LocalKeys, aws: LocalAws, outputs: Outputs) -> None:
        clock = LocalClock(folder.clock)
        self._store = Store(folder.world)
        mailbox = Mailbox(self._store, aws.url)
        apis = {prefix: f"{aws.url}/_aws/execute-api/{one}/{outputs.api_stage}" for prefix, one in outputs.apis.items()}
        self._console = Console(ROOT, aws.url, self.settings.url)
        app = front_door(
            Proxy(apis, Gate(self.settings.width)),
            PublicMedia(aws, outputs.data_bucket),
            self._console,
            Controls(clock, mailbox, ToldMails(aws, outputs), outputs.schedules, lambda: aws.client("lambda")),
            mailbox,
            SimulatedWorld(
                keys.providers,
                self.settings.url,
                clock.unix,
                folder.world,
                own=keys.simulators,
                begun=partial(told_customer, aws),
            ),
        )
        try:
            self._runner = await listen(app, self.settings.port)
        except OSError as error:
            raise Trouble(f"Port {self.settings.port} is in use; choose another with SHOP_PORT.") from error
        if self.settings.console:
            self._bringing = asyncio.create_task(self._bring_console(self._console))
        else:
            self._console.failure = "It is switched off: SHOP_CONSOLE=off."

    async def _bring_console(self, console: Console) -> None:
        """Beside everything else: the shop does not wait for it."""
        await console.build()
        if console.failure:
            self.report.line(f"[yellow]The console could not be built; the shop is open without it.[/]\n{escape(console.failure)}")
        else:
            self.report.line(f"[green]✓[/] The console is ready: [bold]{self.settings.url}/admin[/]")

    async def _watch(self, ministack: MiniStack) -> None:
        while not self._stopping.is_set():
            if not ministack.alive:
                raise Trouble(f"The local AWS has ended unexpectedly; see {ministack.folder.log}.")
            try:
                await asyncio.wait_for(self._stopping.wait(), 1)
            except TimeoutError:
                continue

    async def _unless_stopped(self, work: Awaitable[T]) -> T:
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        done, _ = await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if task in done:
            return task.result()
        # The thread goes on until its next call to an AWS that is no longer there; what it then raises interests nobody.
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        raise Stopped

    async def _stop(self, ministack: MiniStack) -> None:
        started = ministack.alive
        if started:
            self.report.line("Stopping, saving the data …")
        if self._console is not None:
            self._console.stop()
        if self._bringing is not None:
            self._bringing.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._store is not None:
            self._store.close()
        if not await asyncio.to_thread(ministack.stop):
            self.report.line("[yellow]The local AWS did not end in time; the last minute may be lost.[/]")
        if started:
            self.report.line("Stopped. The data is kept; `make clean` forgets it.")
