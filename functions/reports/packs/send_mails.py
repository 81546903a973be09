"""Every hour: packs of periods that are over go to the staff who are to have them, each once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from functions.reports.model.pack import Span
from functions.reports.model.report_mails import ReportMail, due
from functions.reports.packs.gather import pack_of
from functions.reports.packs.paper import paper_of
from functions.reports.packs.picture import picture_of
from functions.reports.store.pack_files import put_pack
from functions.reports.store.report_mails import is_made, kept_mails, put_made
from functions.shared.events.batches import Run
from functions.shared.events.contracts.staff import ReportMade
from functions.shared.outside import clock
from functions.shared.plain.ids import derived_id
from functions.shared.plain.settings import settings


def send_mails() -> int:
    """How many packs were made. Raises SomeFailed at the end."""
    run, made = Run("report-mails"), 0
    local = clock.now().astimezone(ZoneInfo(settings().store_timezone))
    for mail in kept_mails()[0].mails:
        with run.item(mail.id):
            span = due(mail, local)
            if span is not None and mail.recipients and _make(mail, span):
                made += 1
    run.end()
    return made


def _make(mail: ReportMail, span: Span) -> bool:
    """The files first: whoever dies in between makes them again, and who is told finds them."""
    report = derived_id("rpt", mail.id, mail.period, str(span.first))
    if is_made(report):
        return False
    pack = pack_of(span, mail.language)
    put_pack(report, paper_of(pack, mail.language), picture_of(pack, mail.language))
    first, last = str(span.first), str(span.last)
    return put_made([ReportMade(report, person, mail.label, mail.language, first, last) for person in dict.fromkeys(mail.recipients)])
