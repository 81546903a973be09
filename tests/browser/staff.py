"""Somebody of the staff at the console: a browser of their own, and everything that must not happen in it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Frame, Locator, Page, Request, Response, expect

from tests.journeys.shopper import Shop

SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
_QUIET_MS = 30_000
_ROUND_MS, _STILL_ROUNDS = 60, 3
_SAYS_SOMETHING = re.compile(r"^(?!\s*(Loading…|加载中…)?\s*$)", re.DOTALL)
_ASKS_AGAIN_MS, _RIGHTS_SECONDS = 25_500, 75
_KEY = re.compile(r"\b(?:resources|ra|field|state|page|do|say|related|document|dash|form|goods|people|empty)\.[a-z_]+(?:\.[a-z_]+)*")
_HAN, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3}")
_ALIKE = re.compile(r"\b(?:CSV|XLSX|JSON|HTML|PDF|XML|SKU|API|URL|CNY|USD|EUR|GBP|JPY)\b")
_LOOKED_FOR = re.compile(r"[?&](?:filter=(?!%7B%7D|\{\})|page=(?!1\b)|perPage=)")
_TOKEN = re.compile(r"eyJ[\w-]{8,}\.eyJ")
# A bar that stands for how far something has got is no sign of loading.
_BUSY = "[role=progressbar]:not([aria-valuenow]), [aria-busy=true]"
_SERIOUS = {"serious", "critical"}


_BEGUN = """([place, kept, language]) => {
    window[place].setItem('console.session', kept);
    localStorage.setItem('console.locale', language);
}"""
_STILL = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity).map((one) => one.finished))"""


class Desk:
    """One role, signed in. `refused`: requests that answered 401, 403 or 5xx; `violations`: of the policy, and tokens in addresses.
    `loses_rights`: its person does while they work, so one 403 is how they hear of it."""

    loses_rights = False

    def __init__(self, browser: Browser, shop: Shop, role: str, folder: Path, axe: Path, **of: Any) -> None:
        self.shop, self.role, self._folder, self._axe = shop, role, folder, axe
        self.refused: list[str] = []
        self.violations: list[str] = []
        self.errors: list[str] = []
        self._under_way: set[Request] = set()
        self._looked_for = False
        # axe is put into the page by a test, not by the console: the policy would rightly refuse it, so it comes by the protocol.
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", **of)
        self.page: Page = self.context.new_page()
        self.watch(self.page)
        self.page.on("framenavigated", self._moved)

    def watch(self, page: Page) -> None:
        page.on("request", self._asked)
        page.on("requestfinished", lambda request: self._under_way.discard(request))
        page.on("requestfailed", lambda request: self._under_way.discard(request))
        page.on("response", self._heard)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _moved(self, frame: Frame) -> None:
        self._looked_for = self._looked_for or _LOOKED_FOR.search(frame.url) is not None

    def _asked(self, request: Request) -> None:
        self._under_way.add(request)
        if _TOKEN.search(request.url):
            self.violations.append(f"a token in an address: {request.method} {request.url.split('?')[0]}")

    def _heard(self, response: Response) -> None:
        if response.status in (401, 403) or response.status >= 500:
            self.refused.append(f"{response.status} {response.request.method} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)
        elif message.type == "error" and not message.text.startswith("Failed to load resource"):
            # What a page could not draw is caught there, and told here only.
            self.errors.append(message.text)

    @property
    def url(self) -> str:
        # By the name that the shop tells of itself: addresses of pictures begin with it, and the policy knows no other.
        return f"{self.shop.info['base_url']}/admin"

    def sign_in(self, *, stay: bool = False, page: Page | None = None) -> None:
        page = page or self.page
        user = self.shop.info["users"][self.role]
        page.goto(self.url)
        page.get_by_role("textbox", name=re.compile("E-mail or phone|邮箱")).fill(user["login"])
        page.locator("input[name=password]").fill(user["password"])
        if stay:
            page.get_by_role("checkbox").check()
        page.get_by_role("button", name=re.compile("Sign in|登录")).click()
        # Whoever signs in first waits for functions that have not started yet.
        expect(page.locator(".RaMenu-open, .RaMenu-closed").first).to_be_attached(timeout=4 * _QUIET_MS)

    def enter(self, path: str = "/", *, stay: bool = False, language: str = "en") -> None:
        """At the page, signed in already: as the tab of somebody who was here before. The form of signing in is no matter of most tests,
        and costs each of them the page before and the page after it."""
        user = self.shop.info["users"][self.role]
        tokens = self.shop.send("POST", "/v1/auth/login", {"login": user["login"], "password": user["password"]})
        until = int((time.time() + tokens["expires_in"]) * 1000)
        kept = json.dumps({"access": tokens["access_token"], "refresh": tokens["refresh_token"], "until": until})
        # The same host, and nothing of the console yet.
        self.page.goto(f"{self.shop.info['base_url']}/v1/health")
        self.page.evaluate(_BEGUN, ["localStorage" if stay else "sessionStorage", kept, language])
        self.open(path)

    def speak(self, language: str) -> None:
        if self.page.evaluate("localStorage.getItem('console.locale')") != language:
            self.page.evaluate(f"localStorage.setItem('console.locale', '{language}')")
            self.page.reload()

    def follows(self, shown: Locator, count: int) -> None:
        """The console asks twice a minute what its person may do: it is told that the time has come. What the API has kept lives half a
        minute. The page's clock has to be installed before it is opened."""
        until = time.monotonic() + _RIGHTS_SECONDS
        while shown.count() != count and time.monotonic() < until:
            self.page.clock.fast_forward(_ASKS_AGAIN_MS)
            self.page.wait_for_timeout(_ROUND_MS * 80)  # each time all that the page shows is asked for again
        expect(shown).to_have_count(count)

    def size(self, name: str) -> None:
        width, height = SIZES[name]
        self.page.set_viewport_size({"width": width, "height": height})

    def open(self, path: str) -> None:
        """To the page, until nothing loads any more. Lists remember what was looked for as long as the console stays open: what another
        test chose is forgotten, by opening it anew."""
        if self._looked_for and "?" not in path:
            self.page.goto("about:blank")
            self._looked_for = False
        self.page.goto(f"{self.url}#{path}")
        self.settled()

    def settled(self) -> None:
        still, until = 0, time.monotonic() + _QUIET_MS / 1000
        while still < _STILL_ROUNDS and time.monotonic() < until:
            self.page.wait_for_timeout(_ROUND_MS)
            still = still + 1 if not self._under_way else 0
        # Nothing is asked for yet either while a part of the console is being read.
        expect(self.page.locator("#main-content")).to_have_text(_SAYS_SOMETHING, timeout=_QUIET_MS)
        expect(self.page.locator(_BUSY)).to_have_count(0, timeout=_QUIET_MS)
        # The page before stays until a new one is there, and that one may begin with nothing: what is seen has to stay the same.
        seen, before = "", None
        while (seen != before or not seen.strip() or self._under_way) and time.monotonic() < until:
            self.page.wait_for_timeout(_ROUND_MS)
            before, seen = seen, self.page.locator("#main-content").inner_text()
        expect(self.page.locator(_BUSY)).to_have_count(0, timeout=_QUIET_MS)

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self._folder / f"{name}.png", full_page=True)

    def serious(self) -> list[str]:
        """What axe-core finds on the page that shuts somebody out, each with where."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(self._axe.read_text(encoding="utf-8"))
        # What fades in has the colours of its last moment, not of the one in which it is looked at.
        self.page.evaluate(_STILL)
        found: dict[str, Any] = json.loads(self.page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(JSON.stringify)"))
        return [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in found["violations"]
            if one["impact"] in _SERIOUS
            for node in one["nodes"]
        ]

    def unsaid(self) -> list[str]:
        """Keys that stand where words belong, and in Chinese: names of fields, steps and parts without a Chinese sign."""
        main = self.page.locator("#main-content")
        found = _KEY.findall(main.inner_text())
        if self.page.evaluate("document.documentElement.lang").startswith("zh"):
            told = main.locator("th:not([data-verbatim]), label, button:not([data-verbatim]), summary, legend, h2, h3").all_inner_texts()
            found += [one for one in told if _LATIN.search(_ALIKE.sub("", one)) and not _HAN.search(one)]
        return [f"untranslated: {one}" for one in dict.fromkeys(found)]

    def fits(self) -> bool:
        """Nothing makes the page wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


class Staff:
    def __init__(self, browser: Browser, shop: Shop, folder: Path, axe: Path) -> None:
        self._made = (browser, shop, folder, axe)
        self._desks: dict[str, Desk] = {}
        self._all: list[Desk] = []

    def at(self, role: str) -> Desk:
        """The role's own desk, kept for the whole run."""
        if role not in self._desks:
            self._desks[role] = self.another(role)
            self._desks[role].enter()
        return self._desks[role]

    def another(self, role: str, **of: Any) -> Desk:
        """A browser that nobody signed in with yet. `of`: what its machine is like (`timezone_id`)."""
        browser, shop, folder, axe = self._made
        self._all.append(Desk(browser, shop, role, folder, axe, **of))
        return self._all[-1]

    def faults(self) -> list[str]:
        """Of the whole run: what broke the policy, and what was asked without the right to."""
        forbidden = [f"{desk.role}: {one}" for desk in self._all if not desk.loses_rights for one in desk.refused if one.startswith("403")]
        return forbidden + [f"{desk.role}: {one}" for desk in self._all for one in desk.violations]

    def leave(self) -> None:
        for desk in self._desks.values():
            desk.context.close()
