from __future__ import annotations

from pathlib import Path

import pytest

from infra.cfn import logical
from infra.compose import ComposeError, _union, handlers_by_module
from infra.discover import App, DiscoveryError, discover
from infra.fragments import load
from infra.functions.grants import read, send, write
from infra.functions.model import Function, Http, Queue
from infra.functions.settings import value_of
from infra.parts.api import ANY_METHOD, DuplicatePath, definitions, operations
from infra.parts.apis import SHOP, STAFF, STAFF_ORDERS, api_of
from infra.parts.queues import hidden
from infra.parts.queues import resources as queue_resources


def test_logical_ids() -> None:
    assert logical("payment-webhooks", "Queue") == "PaymentWebhooksQueue"


def test_rights_bring_the_variables_that_name_what_they_open() -> None:
    function = Function(
        "f", "orders", Http(()), grants=(read("orders", "due"), write("stock"), send("order-payments")), settings=("MAIL_FROM",)
    )
    assert function.environment == ("MAIL_FROM", "QUEUE_ORDER_PAYMENTS", "TABLE_ORDERS", "TABLE_STOCK")
    assert value_of("QUEUE_ORDER_PAYMENTS") == {"Ref": "OrderPaymentsQueue"}
    assert value_of("TABLE_STOCK") == {"Ref": "StockTable"}


def test_an_index_is_a_resource_of_its_own() -> None:
    assert read("orders", "due").resources == ({"Fn::GetAtt": ["OrdersTable", "Arn"]}, {"Fn::Sub": "${OrdersTable.Arn}/index/due"})


def test_a_setting_nobody_defined_is_an_error() -> None:
    with pytest.raises(KeyError):
        value_of("NO_SUCH_SETTING")


def test_lambda_finds_a_handler_by_its_dotted_name() -> None:
    assert Function("fulfilment", "orders", Queue("fulfilment"), handler="fulfil").entry_point == "functions.orders.app.fulfil"


def test_handlers_are_asked_of_each_module_once() -> None:
    table = [
        Function("a", "orders", Http(())),
        Function("b", "orders", Http(())),
        Function("c", "orders", Queue("q"), handler="run"),
        Function("d", "payments", Http(())),
    ]
    assert handlers_by_module(table) == {"functions.orders.app": ["app", "run"], "functions.payments.app": ["app"]}


def test_two_resources_of_one_name_are_an_error() -> None:
    with pytest.raises(ComposeError, match="Defined twice: A"):
        _union({"A": {}}, {"A": {}})


def test_two_apps_with_one_operation_are_an_error() -> None:
    apps = [App("orders", {"/v1/x": {"get": {}}}), App("payments", {"/v1/x": {"get": {}, "post": {}}})]
    with pytest.raises(DuplicatePath, match="GET /v1/x is in the apps of orders and payments"):
        operations(apps)


def test_one_path_may_be_shared_by_two_apps_and_keeps_one_preflight() -> None:
    apps = [App("orders", {"/v1/x/{id}": {"get": {}, "options": {}}}), App("payments", {"/v1/x/{id}": {"post": {}}})]
    found = operations(apps)
    functions = {op: Function(f"{op.module}-f", op.module, Http(())) for op in found}
    paths = definitions(apps, functions)[SHOP]["paths"]
    assert sorted(paths["/v1/x/{id}"]) == ["options", "post", ANY_METHOD]
    preflight = paths["/v1/x/{id}"]["options"]["x-amazon-apigateway-integration"]["responses"]["default"]["responseParameters"]
    assert preflight["method.response.header.Access-Control-Allow-Methods"] == "'GET,POST,OPTIONS'"
    assert paths["/v1/x/{id}"][ANY_METHOD]["parameters"] == [{"name": "id", "in": "path", "required": True, "type": "string"}]
    assert "function:shop-${Stage}-orders-f/" in paths["/v1/x/{id}"][ANY_METHOD]["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]


def test_a_path_stands_in_the_api_that_it_begins_like() -> None:
    assert [api_of(path) for path in ("/v1/admin/staff", "/v1/admin/orders", "/v1/administrators", "/v1/admin", "/v1/orders")] == [
        STAFF,
        STAFF_ORDERS,
        SHOP,
        SHOP,
        SHOP,
    ]
    found = operations([App("orders", {"/v1/admin/x": {"get": {}}, "/v1/x": {"get": {}}})])
    made = definitions([], {op: Function("f", "orders", Http(())) for op in found})
    assert {api: list(one["paths"]) for api, one in made.items()} == {SHOP: ["/v1/x"], STAFF: ["/v1/admin/x"], STAFF_ORDERS: []}


def test_a_rule_takes_one_type_or_all_of_a_noun() -> None:
    made = queue_resources({"facts": hidden(30, 20)}, {"facts": ["order.*", "refund.paid"]}, [])
    assert made["FactsRule"]["Properties"]["EventPattern"]["detail-type"] == [{"prefix": "order."}, "refund.paid"]
    assert made["FactsQueue"]["Properties"]["VisibilityTimeout"] == {"Fn::If": ["IsLocal", {"Ref": "QueueVisibilitySeconds"}, 200]}


def test_short_forms_become_functions() -> None:
    assert load("parameters")["Conditions"]["IsDeployed"] == {"Fn::Not": [{"Condition": "IsLocal"}]}
    assert load("api")["EachApi"]["StageName"] == {"Ref": "Stage"}


APP = """
from chalice import Chalice
app = Chalice(app_name="tiny")
@app.route("/v1/tiny/{id}", methods=["GET", "POST"])
def tiny(id): return {}
def work(event, context): return {}
"""


def _tree(root: Path, text: str) -> Path:
    package = root / "functions" / "tiny"
    package.mkdir(parents=True)
    (root / "functions/__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "app.py").write_text(text, encoding="utf-8")
    return root


def test_an_app_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    (app,) = discover({"functions.tiny.app": ["app", "work"]}, _tree(tmp_path, APP))
    assert {path: sorted(methods) for path, methods in app.paths.items()} == {"/v1/tiny/{id}": ["get", "post"]}


def test_an_app_is_read_again_when_its_source_changed_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"functions.tiny.app": ["app", "work"]}
    root = _tree(tmp_path, APP)
    first = discover(asked, root)
    with monkeypatch.context() as patched:
        patched.delattr("subprocess.run")
        assert discover(asked, root) == first
    (root / "functions/tiny/app.py").write_text(APP.replace("/v1/tiny/", "/v1/small/"))
    (app,) = discover(asked, root)
    assert list(app.paths) == ["/v1/small/{id}"]
    assert len(list((root / "build").iterdir())) == 1


def test_a_missing_handler_and_a_missing_app_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DiscoveryError, match=r"functions.tiny.app: .*no handler named sweep"):
        discover({"functions.tiny.app": ["sweep"]}, _tree(tmp_path, APP))
    with pytest.raises(DiscoveryError, match=r"functions.absent.app"):
        discover({"functions.absent.app": ["app"]}, tmp_path)
