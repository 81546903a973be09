"""All mutants of one module, by cosmic-ray: a session is a file, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
import shlex
import sqlite3
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants.modules import MODULES
from benchmarks.mutants.tree import ROOT, SOCKET, TREE, WORK, environment, zygote

_TIMEOUT = 120
_LEFT_OUT = (
    # `X | None` in annotations is no computation; of each other operator one or two replacements tell as much as all eleven.
    "core/ReplaceBinaryOperator_BitOr_.*",
    "core/ReplaceBinaryOperator_(?!Add_Sub$|Sub_Add$|Mul_FloorDiv$|FloorDiv_Mul$|Mod_FloorDiv$|Div_Mul$|BitAnd_BitOr$).*",
    "core/ReplaceUnaryOperator_.*_(Invert|UAdd)$",
    # Of comparisons the opposite and the neighbour at the bound.
    "core/ReplaceComparisonOperator_(?!Eq_NotEq$|NotEq_Eq$|Lt_LtE$|LtE_Lt$|Gt_GtE$|GtE_Gt$|Lt_GtE$|Gt_LtE$|Is_IsNot$|IsNot_Is$|In_NotIn$).*",
)


@dataclass(frozen=True)
class Told:
    """`diffs` are those of the mutants that no test caught."""

    tried: int
    open: int
    diffs: tuple[str, ...]


def run_module(name: str, seconds: float) -> Told:
    """Try what is not tried yet, and again what survived before: the tests may have become better since."""
    config, session = _config(name), _session(name)
    if not session.exists():
        _cosmic_ray("cosmic-ray", "init", str(config), str(session))
        _cosmic_ray("cr-filter-operators", str(session), str(config))
    _forget_survivors(session)
    with zygote(), suppress(subprocess.TimeoutExpired):
        # The tests must pass on what is not broken.
        _cosmic_ray("cosmic-ray", "baseline", str(config))
        _cosmic_ray("cosmic-ray", "exec", str(config), str(session), seconds=seconds)
    return told(name)


def told(name: str) -> Told:
    if not (session := _session(name)).exists():
        return Told(0, 0, ())
    lines = _cosmic_ray("cosmic-ray", "dump", str(session)).splitlines()
    results = [json.loads(line)[1] for line in lines]
    done = [result for result in results if result and result["worker_outcome"] != "skipped"]
    alive = tuple(result["diff"] or "" for result in done if result["test_outcome"] == "survived")
    return Told(len(done), sum(result is None for result in results), alive)


def _config(name: str) -> Path:
    module = MODULES[name]
    command = [sys.executable, "-S", "-E", "benchmarks/mutants/ask.py", str(SOCKET), *module.tests]
    left_out = ", ".join(json.dumps(one) for one in _LEFT_OUT)
    path = WORK / f"{name}.toml"
    path.write_text(
        f'[cosmic-ray]\nmodule-path = "{module.path}"\ntimeout = {_TIMEOUT}.0\nexcluded-modules = []\n'
        f"test-command = {json.dumps(shlex.join(command))}\n\n"
        f'[cosmic-ray.distributor]\nname = "local"\n\n'
        f"[cosmic-ray.filters.operators-filter]\nexclude-operators = [{left_out}]\n"
    )
    return path


def _session(name: str) -> Path:
    """Of the module as it is: a module that was edited starts anew."""
    content = (ROOT / MODULES[name].path).read_bytes()
    return WORK / f"{name}-{hashlib.sha256(content).hexdigest()[:12]}.sqlite"


def _forget_survivors(session: Path) -> None:
    with sqlite3.connect(session) as database:
        database.execute("DELETE FROM work_results WHERE test_outcome = 'SURVIVED' AND worker_outcome != 'SKIPPED'")


def _cosmic_ray(command: str, *arguments: str, seconds: float | None = None) -> str:
    binary = Path(sys.executable).parent / command
    done = subprocess.run(
        [str(binary), *arguments], cwd=TREE, env=environment(), capture_output=True, text=True, check=False, timeout=seconds
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
