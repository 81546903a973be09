"""What functions start from (docs/adr/0034-what-a-function-imports.md): faces that load name by name, apps that hold what is served."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from functions.shared.http.app import ShopApp, make_app
from functions.shared.http.current_state import reader_of
from functions.shared.http.doors import APIS, ELSEWHERE
from infra.compose import ROOT
from infra.discover import App, needs_of
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Http
from infra.parts.api import operations
from infra.parts.served import served
from infra.routes import Operation, assign
from tests.support.sources import parsed

FACES = sorted(path for path in ROOT.glob("functions/**/__init__.py") if "lazily(" in path.read_text(encoding="utf-8"))
HTTP = [function for function in FUNCTIONS if isinstance(function.trigger, Http)]


def _app(module: str) -> ShopApp:
    app: ShopApp = importlib.import_module(module).app
    return app


@pytest.fixture(scope="module")
def assigned() -> dict[Operation, Function]:
    return dict(assign(operations(_apps()), FUNCTIONS))


def _apps() -> list[App]:
    apps = {module: _app(module) for module in sorted({function.module for function in HTTP})}
    paths = {module: {one.path: dict[str, dict[str, object]]() for one in app.operations} for module, app in apps.items()}
    for module, app in apps.items():
        for one in app.operations:
            paths[module][one.path][one.method.lower()] = {}
    return [App(module, paths[module], needs=needs_of(app)) for module, app in apps.items()]


@pytest.fixture(scope="module")
def told(assigned: dict[Operation, Function]) -> dict[str, dict[str, str]]:
    return served(_apps(), assigned)


@pytest.mark.parametrize("face", FACES, ids=lambda path: path.parent.name)
def test_a_face_says_the_same_to_people_types_and_the_interpreter(face: Path) -> None:
    tree = ast.parse(face.read_text(encoding="utf-8"))
    package = ".".join(face.parent.relative_to(ROOT).parts) + "."
    typed = {
        (node.module.removeprefix(package), alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(package)
        for alias in node.names
    }
    (call,) = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "lazily")
    loaded = {(place, name) for place, names in ast.literal_eval(call.args[1]).items() for name in names.split()}
    (offered,) = (node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
    assert loaded == typed
    assert {name for _, name in loaded} == set(ast.literal_eval(offered))


def test_there_are_faces() -> None:
    assert len(FACES) == 24


@pytest.mark.parametrize("function", HTTP, ids=lambda function: function.name)
def test_a_function_loads_what_it_serves_and_nothing_else(
    function: Function, told: dict[str, dict[str, str]], assigned: dict[Operation, Function]
) -> None:
    whole, names = _app(function.module), told[function.name][APIS].split()
    part = make_app("part", {name: whole.apis[name] for name in names})
    own = {str(operation) for operation, answers in assigned.items() if answers is function}
    assert own <= {str(operation) for operation in part.operations}
    readers = {str(one): reader_of(one, whole.operations) for one in whole.operations if str(one) in own}
    assert {name: reader_of(one, part.operations) for one in part.operations if (name := str(one)) in own} == readers
    wanted = own | {str(reader) for reader in readers.values() if reader}
    assert [name for name in names if not wanted & {str(operation) for operation in whole.apis[name].operations}] == []


@pytest.mark.parametrize("function", HTTP, ids=lambda function: function.name)
def test_a_refusal_names_all_methods_of_its_path(
    function: Function, told: dict[str, dict[str, str]], assigned: dict[Operation, Function]
) -> None:
    """API Gateway brings a method that a path does not have to the function of the path's first one."""
    whole, mine = _app(function.module), told[function.name]
    elsewhere = [text for text in mine.get(ELSEWHERE, "").split(",") if text]
    part = make_app("part", {name: whole.apis[name] for name in mine[APIS].split()}, elsewhere)
    paths = {operation.path for operation, answers in assigned.items() if answers is function}
    missing = {path: set(whole.routes[path]) - set(part.routes[path]) - {"HEAD"} for path in paths}
    assert {path: methods for path, methods in missing.items() if methods} == {}


def test_dataclasses_of_functions_are_made_when_used() -> None:
    of_the_library = [
        str(path.relative_to(ROOT))
        for path, tree in parsed("dataclasses").items()
        for node in ast.walk(tree)
        if path.name != "deferred.py"
        and (
            (isinstance(node, ast.ImportFrom) and node.module == "dataclasses" and any(alias.name == "dataclass" for alias in node.names))
            or (isinstance(node, ast.Import) and any(alias.name == "dataclasses" for alias in node.names))
        )
    ]
    assert of_the_library == [], "take it from functions.shared.plain.deferred"
