"""Documents are issued by staff: what an order still lacks, or anew for another buyer."""

from __future__ import annotations

from functions.invoices.documents.schemas import InvoiceDetailOut, InvoicesOut, ReissueIn, detail_out, invoice_out
from functions.invoices.issuing.follow_order import issue_due
from functions.invoices.issuing.reissue import reissue
from functions.invoices.model.document import Document
from functions.invoices.store.documents import account_of
from functions.invoices.store.records import InvoicesTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.store.versions import keep_answer

issue_api = Api("invoices")
_WRITE = "payments.write"
_MISSING = (404, "not_found")


@issue_api.operation(
    "POST", "/v1/admin/orders/{id}/invoices", summary="Issue what an order still lacks", permission=_WRITE, response=InvoicesOut,
    idempotent=InvoicesTable, errors=[_MISSING],
)  # fmt: skip
def post_due(req: Request[NoBody, NoQuery]) -> Reply:
    """For orders that were paid before there was a legal entity: its invoice and credit notes, as far as they are due. Answers all that it
    has. Repeated, nothing is issued twice."""
    issue_due(req.path["id"])
    reply = Reply(InvoicesOut(data=[invoice_out(one, staff=True) for one in account_of(req.path["id"]).documents]))
    keep_answer(req.remember(reply))
    return reply


@issue_api.operation(
    "POST", "/v1/admin/invoices/{id}/reissue", summary="Issue an invoice anew for another buyer", permission=_WRITE, status=201,
    body=ReissueIn, response=InvoiceDetailOut, idempotent=InvoicesTable,
    errors=[_MISSING, (409, "not_current"), (409, "nothing_left"), (422, "tax_number_wrong")],
)  # fmt: skip
def post_reissue(req: Request[ReissueIn, NoQuery]) -> Reply:
    """A credit note takes back what the invoice is still for, and a new invoice is issued for the same, in one step. The old one stays as
    it is. Answers the new one."""

    def render(made: Document) -> Reply:
        return Reply(detail_out(made), 201)

    return render(reissue(req.path["id"], req.body.buyer, actor=req.caller.actor, remember=req.remembering(render)))
