"""A text before it is stored: may its author write, what is wrong with it, has somebody to look at it first."""

from __future__ import annotations

import hashlib
from dataclasses import field
from datetime import timedelta

from functions.catalog.checking.bans import not_banned, refuse_banned
from functions.catalog.checking.cases import of_record
from functions.catalog.checking.machine import machine_flags
from functions.catalog.checking.records import BAN_SK, CASE_SK, SEEN_SK, BanRecord, CaseRecord, SeenRecord, author_pk, subject_pk
from functions.catalog.checking.rules import ModerationRules
from functions.catalog.checking.settings import kept_rules
from functions.catalog.checking.word_list import letters_of, words_in
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record, find_many
from functions.shared.store.transactions import Write, put_new
from functions.shared.store.versions import locked_put

_TEXTS_KEPT = timedelta(days=365)
Found = dict[tuple[type[Record], str, str], Record]


@dataclass(frozen=True)
class Said:
    """What `customer_id` wants to publish as `subject`. `must_wait`: whatever is found."""

    subject: str
    product_id: str
    customer_id: str
    text: str
    device: str = ""
    is_edit: bool = False
    must_wait: bool = False


@dataclass(frozen=True)
class Sent:
    at: str
    subject: str
    product_id: str


@dataclass(frozen=True)
class FromDevice:
    sent: list[Sent] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    waits: bool
    writes: list[Write]


def device_of(said: str, source_ip: str, user_agent: str) -> str:
    """What one device is known by: the name that its app gives it, else where it is and what it calls itself."""
    return said.strip()[:200] or f"{source_ip}|{user_agent[:200]}"


def check_text(said: Said) -> Checked:
    """With what has to be written in the transaction of the text. Two requests. Raises Forbidden (403 `author_banned`); the transaction
    raises Overtaken when somebody else wrote the same, or from the same device, meanwhile."""
    rules, _ = kept_rules()
    letters = letters_of(said.text)
    text = f"TEXT#{_hash(letters)}" if len(letters) >= rules.duplicate_letters else ""
    device = f"DEVICE#{_hash(said.device)}" if said.device else ""
    found: Found = find_many(
        {
            BanRecord: [(author_pk(said.customer_id), BAN_SK)],
            CaseRecord: [(subject_pk(said.subject), CASE_SK)],
            SeenRecord: [(key, SEEN_SK) for key in (text, device) if key],
        }
    )
    refuse_banned(found.get((BanRecord, author_pk(said.customer_id), BAN_SK)))
    now = times.iso(clock.now())
    flags = [f"word:{word}" for words in rules.words.values() for word in words_in(said.text, words)]
    flags += machine_flags(rules.checker, said.text)
    duplicate, text_writes = _duplicate(text, said, found)
    burst, device_writes = _burst(device, said, found, rules, now)
    flags += [flag for flag, is_so in (("duplicate", duplicate), ("burst", burst)) if is_so]
    waits = said.must_wait or rules.waits(flagged=bool(flags), is_edit=said.is_edit)
    writes = [not_banned(said.customer_id), *text_writes, *device_writes]
    if waits:
        known = of_record(_case(found, said.subject), said.subject, said.product_id)
        writes.append(known.written(known.case.flagged(flags, now, rules.hours)))
    return Checked(waits, writes)


def _duplicate(key: str, said: Said, found: Found) -> tuple[bool, list[Write]]:
    """The first who wrote it is no duplicate, nor are they when they send it again."""
    if not key:
        return False, []
    seen = found.get((SeenRecord, key, SEEN_SK))
    if isinstance(seen, SeenRecord):
        return seen.owner != said.subject, []
    ends = int((clock.now() + _TEXTS_KEPT).timestamp())
    return False, [put_new(SeenRecord(key, SEEN_SK, kind="text_seen", owner=said.subject, ttl=ends), Overtaken())]


def _burst(key: str, said: Said, found: Found, rules: ModerationRules, now: str) -> tuple[bool, list[Write]]:
    """With the text that makes it one, those before it get a case, too: they stay as they are until somebody decides."""
    if not key:
        return False, []
    seen = found.get((SeenRecord, key, SEEN_SK))
    before = load(FromDevice, seen.body).sent if isinstance(seen, SeenRecord) else []
    since = times.iso(times.parse(now) - timedelta(minutes=rules.burst_minutes))
    late = [one for one in before if one.at > since and one.subject != said.subject]
    sent = [*late, Sent(now, said.subject, said.product_id)][-(rules.burst_texts + 1) :]
    version = int(seen.version) if isinstance(seen, SeenRecord) else 0
    ends = int((times.parse(now) + timedelta(minutes=rules.burst_minutes)).timestamp())
    record = SeenRecord(key, SEEN_SK, kind="device_seen", version=version + 1, body=dump(FromDevice(sent)), ttl=ends)
    writes: list[Write] = [locked_put(record, version)]
    burst = len(sent) > rules.burst_texts
    if burst and len(late) == rules.burst_texts:
        writes += _cases_of(late, now, rules.hours)
    return burst, writes


def _cases_of(sent: list[Sent], now: str, hours: int) -> list[Write]:
    found = find_many({CaseRecord: [(subject_pk(one.subject), CASE_SK) for one in sent]})
    known = [of_record(_case(found, one.subject), one.subject, one.product_id) for one in sent]
    return [one.written(one.case.flagged(["burst"], now, hours)) for one in known if "burst" not in one.case.flags]


def _case(found: Found, subject: str) -> CaseRecord | None:
    record = found.get((CaseRecord, subject_pk(subject), CASE_SK))
    return record if isinstance(record, CaseRecord) else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
