"""What somebody tells of themselves: account, address book, titles, wishes; and what staff keep on them."""

from __future__ import annotations

from tests.journeys.people.planter import PASSWORD, World

FIELD = "planted_note"


def plant_account(world: World) -> None:
    _fields(world)
    _profile(world)
    _address_book(world)
    _logins(world)
    _kept_by_staff(world)


def _fields(world: World) -> None:
    for resource in ("customer", "order"):
        body = {"resource": resource, "key": FIELD, "type": "string", "visibility": "public"}
        answer = world.shop.call("POST", "/v1/admin/field_definitions", body, **world.staff())
        assert answer.status == 201 or answer.json["code"] == "field_exists" or answer.status == 409, answer.text


def _profile(world: World) -> None:
    say = world.say
    consents = [{"purpose": name, "given": True, "text_version": "1"} for name in ("profile_details", "marketing_email")]
    world.mine("PUT", "/v1/me/consents", {"consents": consents})
    world.mine(
        "PATCH", "/v1/me",
        {
            "name": say.text("MePatch.name"), "phone": say.phone("MePatch.phone"), "avatar": say.url("MePatch.avatar"),
            "metadata": say.notes("MePatch.metadata.*"), "custom_fields": {FIELD: say.text("MePatch.custom_fields.*")},
            "birth_date": say.fixed("1937-11-29", "MePatch.birth_date"), "gender": "other",
        },
    )  # fmt: skip
    switches = [{"purpose": "marketing:news", "channel": "email", "on": True}]
    world.mine("PUT", "/v1/me/message_preferences", {"preferences": switches, "time_zone": "Asia/Shanghai"})
    world.mine("PUT", "/v1/me/devices/phone0001", {"channel": "push", "token": say.text("DeviceIn.token")})
    for kind in ("personal", "company"):
        title = {name: say.text(f"KeptTitleIn.{name}") for name in ("name", "address")}
        title |= {"kind": kind, "phone": say.phone("KeptTitleIn.phone")}
        if kind == "company":
            title["tax_number"] = say.fixed("91330106MA2K35PQ2D", "KeptTitleIn.tax_number")
            title["bank"] = say.text("KeptTitleIn.bank")
            title["account"] = say.fixed("6222021234567890123", "KeptTitleIn.account")
        world.mine("POST", "/v1/invoice_titles", title, 201)


def _address_book(world: World) -> None:
    say = world.say
    for _ in range(6):
        address = say.address("AddressNew", label=say.text("AddressNew.label"))
        kept = world.mine("POST", "/v1/me/addresses", address, 201)
    # Where nobody knows the names of all places.
    abroad = {"country": "DE", "province": "", "postal_code": "10115"} | {
        name: say.text(f"AddressNew.{name}") for name in ("city", "district")
    }
    kept = world.mine("POST", "/v1/me/addresses", say.address("AddressNew", **abroad), 201)
    change = {name: say.text(f"AddressPatch.{name}") for name in ("name", "street", "label", "city", "district")}
    change |= {"phone": say.phone("AddressPatch.phone"), "email": say.email("AddressPatch.email")}
    world.mine("PATCH", f"/v1/me/addresses/{kept['id']}", change)


def _logins(world: World) -> None:
    """What waits under a login: codes, a registration that comes to nothing, a change that is not confirmed."""
    login, say = world.person.login, world.say
    again = {"login": login.upper(), "password": PASSWORD, "name": say.text("RegisterIn.name")}
    world.send("POST", "/v1/auth/register", again, 202)
    world.send("POST", "/v1/auth/code", {"login": login}, 202)
    world.send("POST", "/v1/auth/forgot_password", {"login": login}, 202)
    world.mine("POST", "/v1/me/email", {"email": say.email("EmailIn.email")}, 202)
    world.mine("POST", "/v1/me/phone", {"phone": say.phone("PhoneIn.phone")}, 202)


def _kept_by_staff(world: World) -> None:
    say, path = world.say, f"/v1/admin/customers/{world.id}"
    world.send("POST", f"{path}/notes", {"text": say.text("NoteIn.text")}, 201, **world.staff("support"))
    kept = {name: say.notes(f"CustomerPatch.{name}.*") for name in ("metadata", "private_metadata")}
    kept |= {"custom_fields": {FIELD: say.text("CustomerPatch.custom_fields.*")}}
    world.send("PATCH", path, kept, **world.staff())
