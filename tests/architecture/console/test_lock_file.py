"""The console's packages: pinned by hash, and no address of a registry in the repository."""

from __future__ import annotations

import json

from infra.compose import ROOT
from infra.console.build import FOLDER, fingerprint, sources

LOCK = ROOT / FOLDER / "package-lock.json"


def test_every_package_has_its_hash_and_none_an_address() -> None:
    packages = {name: one for name, one in json.loads(LOCK.read_text())["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-") and not one.get("inBundle")] == []
    assert "http" not in json.dumps([sorted(one) for one in packages.values()])


def test_direct_packages_are_exact() -> None:
    wanted = json.loads((ROOT / FOLDER / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert [name for name, version in versions.items() if not version[0].isdigit()] == []


def test_a_build_is_known_by_its_sources() -> None:
    names = {path.relative_to(ROOT).as_posix().removeprefix(f"{FOLDER}/") for path in sources()}
    assert {"docs/openapi.json", "index.html", "package-lock.json", "src/main.tsx"} <= names
    assert not [name for name in names if name.startswith(("node_modules/", "dist/")) or name.endswith(("contract.d.ts", ".gen.ts"))]
    assert fingerprint() == fingerprint()
