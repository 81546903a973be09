"""providers.md §8: outside the local stage a courier is asked at its own address only, and simulators' keys are nobody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from functions.shared.outside import outbound
from functions.shared.plain import settings
from functions.shared.plain.errors import Unavailable
from functions.shipping import Courier, WaybillRef
from tests.integration.shipping.couriers.sending import KINDS, sent, told
from tests.support.simulated_couriers import Couriers

REAL = {
    "17track": "https://api.17track.net",
    "easypost": "https://api.easypost.com",
    "kuaidi100": "https://poll.kuaidi100.com",
    "sf_express": "https://bspgw.sf-express.com",
}
TEST = {"sf_express": "https://sfapi-sbox.sf-express.com"}
REF = WaybillRef("YT12345678", "shp_1", "shp_1", "100003", "13800000000")


@dataclass
class Stage:
    couriers: Couriers
    asked: list[str]
    be: Callable[[str], None]

    def keys(self, code: str, **changes: Any) -> Courier:
        real = {name: f"real-{name}" for name in self.couriers.keys[code]}
        self.couriers.put_keys({code: real | changes})
        return self.couriers.ask(code)


@pytest.fixture
def stage(couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> Stage:
    asked: list[str] = []

    def call(_method: str, url: str, **_: Any) -> outbound.HttpAnswer:
        asked.append(url)
        raise outbound.NoAnswer("not in a test")

    def be(name: str) -> None:
        monkeypatch.setenv("STAGE", name)
        settings.settings.cache_clear()

    monkeypatch.setattr(outbound, "call", call)
    be("prod")
    return Stage(couriers, asked, be)


@pytest.mark.parametrize("code", sorted(REAL))
@pytest.mark.parametrize(
    "url", ["", "http://{host}", "https://{host}.example.com", "https://{host}:8443", "https://user@{host}", "https://example.com/{host}"]
)
def test_only_its_own_address_is_asked(stage: Stage, code: str, url: str) -> None:
    courier = stage.keys(code, url=url.format(host=REAL[code].removeprefix("https://")))
    with pytest.raises(Unavailable) as why:
        courier.query(REF)
    if url:
        assert (why.value.code, stage.asked) == ("courier_not_configured", [])
    else:
        assert (why.value.code, len(stage.asked)) == ("courier_unavailable", 1)
        assert stage.asked[0].startswith(REAL[code])


@pytest.mark.parametrize("code", sorted(TEST))
def test_its_own_sandbox_is_for_other_stages(stage: Stage, code: str) -> None:
    for name, expected in (("prod", 0), ("staging", 1)):
        stage.be(name)
        with pytest.raises(Unavailable):
            stage.keys(code, url=TEST[code]).query(REF)
        assert len(stage.asked) == expected


@pytest.mark.parametrize("code", sorted(KINDS))
def test_keys_of_a_simulator_are_nobodys_outside_the_local_stage(couriers: Couriers, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    parcel = sent(code)
    hook, entry = told(couriers, parcel, "DELIVERED"), couriers.entries()[code]
    couriers.put_keys({code: {name: value for name, value in entry.items() if name != "url"}})
    monkeypatch.setenv("STAGE", "prod")
    settings.settings.cache_clear()
    assert hook.deliver().status == 401
    with pytest.raises(Unavailable) as why:
        couriers.ask(code).query(REF)
    assert why.value.code == "courier_not_configured"
