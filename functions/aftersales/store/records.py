"""The aftersales table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

CASE_SK, PIECES_SK, EVIDENCE_SK, COMPLAINT_SK, SURVEY_SK = "CASE", "CASES", "EVIDENCE", "COMPLAINT", "SURVEY"
RECALL_SK, COUNTS_SK, NOTICE_SK, RECALLS = "RECALL", "COUNTS", "NOTICE", "RECALLS"
FORM_SK, FORMS = "FORM", "SURVEY_FORMS"
RULES_KEY = ("CONFIG", "RULES")


class AftersalesTable(Record):
    class Meta:
        table_name = table_name("aftersales")


class CaseRecord(AftersalesTable):
    """pk `RET#<id>`, sk `CASE`; its events beside it. gsi1 `CUS#<customer>` / id; listed `CASES#<state>#<shard>` / time and id; due
    `DUE#<shard>` / when time decides, or when it is to be worked on. `body` is case.Case."""

    class Meta:
        table_name = table_name("aftersales")


class CaseChangeRecord(AftersalesTable):
    """pk `RET#<id>`, sk `CHANGE#<version>`: what that write of the case changed; for good. `body` is case_changes.CaseChange."""

    class Meta:
        table_name = table_name("aftersales")


class PiecesRecord(AftersalesTable):
    """pk `ORD#<order>`, sk `CASES`: which pieces are in which case of the order. `body` is ledger.CasePieces."""

    class Meta:
        table_name = table_name("aftersales")


class EvidenceRecord(AftersalesTable):
    """pk `MED#<id>`, sk `EVIDENCE`: a file that may be named in a case of its order. `body` is evidence_files.EvidenceFile."""

    class Meta:
        table_name = table_name("aftersales")


class UploadsRecord(AftersalesTable):
    """pk `ORD#<order>`, sk `UPLOADS#<day>`: how many files were announced; two days."""

    class Meta:
        table_name = table_name("aftersales")

    announced = NumberAttribute(null=True)


class ComplaintRecord(AftersalesTable):
    """pk `CPL#<id>`, sk `COMPLAINT`; its events beside it. gsi1 `COMPLAINTS#<customer>` / id; listed `COMPLAINTS_IN#<state>#<shard>` / time
    and id; due `DUE#<shard>` / until when it is to be answered. `body` is complaint.Complaint. Besides `NUMBER#<number>` / `NUMBER`: its
    number is taken."""

    class Meta:
        table_name = table_name("aftersales")


class StatementRecord(AftersalesTable):
    """pk `ORD#<order>`, sk `WDR#<id>`: a statement of withdrawal; `withdrawal.declared` beside it. `body` is withdrawal.Statement."""

    class Meta:
        table_name = table_name("aftersales")


class SurveyRecord(AftersalesTable):
    """pk `SRV#<id>`, sk `SURVEY`; its events beside it. due `DUE#<shard>` / when it is sent; listed `ANSWERS#<month>#<shard>`, or of a form
    `FORM_ANSWERS#<form>#<shard>`, / time and id once it is answered; gsi1 of a campaign's `SURVEYS#<customer>` / id. `body` is
    survey.Survey."""

    class Meta:
        table_name = table_name("aftersales")


class FormRecord(AftersalesTable):
    """pk `SFM#<id>`, sk `FORM`: its newest version; listed `SURVEY_FORMS#<shard>` / id. sk `V#<number>`: each version, written once. `body`
    is survey_form.Form."""

    class Meta:
        table_name = table_name("aftersales")


class RecallRecord(AftersalesTable):
    """pk `RCL#<id>`, sk `RECALL`; its events beside it. listed `RECALLS#<shard>` / time and id; due `DUE#<shard>` / when orders are looked
    at. `body` is recall.Recall. sk `COUNTS`: how many were told, answered, have their remedy."""

    class Meta:
        table_name = table_name("aftersales")

    told = NumberAttribute(default=0)
    answered = NumberAttribute(default=0)
    remedied = NumberAttribute(default=0)


class NoticeRecord(AftersalesTable):
    """pk `NTC#<id>`, sk `NOTICE`; its events beside it. listed `NOTICES#<recall>#<state>#<shard>` / id. `body` is recall.Notice."""

    class Meta:
        table_name = table_name("aftersales")


class RulesRecord(AftersalesTable):
    """pk `CONFIG`, sk `RULES`. `body` is policy.CaseRules."""

    class Meta:
        table_name = table_name("aftersales")


def case_pk(case_id: str) -> str:
    return f"RET#{case_id}"


def change_sk(version: int) -> str:
    return f"CHANGE#{version:08d}"


def order_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def statement_sk(statement_id: str) -> str:
    return f"WDR#{statement_id}"


def evidence_pk(media_id: str) -> str:
    return f"MED#{media_id}"


def customer_key(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def cases_in(state: str) -> str:
    return f"CASES#{state}"


def complaint_pk(complaint_id: str) -> str:
    return f"CPL#{complaint_id}"


def complaints_of(customer_id: str) -> str:
    return f"COMPLAINTS#{customer_id}"


def complaints_in(state: str) -> str:
    return f"COMPLAINTS_IN#{state}"


def survey_pk(survey_id: str) -> str:
    return f"SRV#{survey_id}"


def surveys_of(customer_id: str) -> str:
    return f"SURVEYS#{customer_id}"


def form_pk(form_id: str) -> str:
    return f"SFM#{form_id}"


def form_version_sk(number: int) -> str:
    return f"V#{number:06d}"


def answers_to(form_id: str) -> str:
    return f"FORM_ANSWERS#{form_id}"


def recall_pk(recall_id: str) -> str:
    return f"RCL#{recall_id}"


def notice_pk(notice_id: str) -> str:
    return f"NTC#{notice_id}"


def notices_in(recall_id: str, state: str) -> str:
    return f"NOTICES#{recall_id}#{state}"


def answers_in(month: str) -> str:
    return f"ANSWERS#{month}"
