"""All mutants of one module, by cosmic-ray: a session is a file, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
import random
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants.modules import MODULES
from benchmarks.mutants.tree import ROOT, SOCKET, TREE, WORK, environment, zygote

_TIMEOUT = 720
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


@dataclass(frozen=True)
class Sample:
    """So many of a module's mutants, chosen by the seed."""

    count: int
    seed: int


def run_module(name: str, seconds: float | None, sample: Sample | None = None) -> Told:
    """Try what is not tried yet, and again what survived before: the tests may have become better since."""
    config, session = _config(name), _session(name, sample)
    if not session.exists():
        half = session.with_suffix(".half")
        half.unlink(missing_ok=True)
        _cosmic_ray("cosmic-ray", "init", str(config), str(half))
        _cosmic_ray("cr-filter-operators", str(half), str(config))
        if sample:
            _leave_out(half, sample)
        half.rename(session)
    _forget_all_but_the_caught(session)
    with zygote(), suppress(subprocess.TimeoutExpired):
        # The tests must pass on what is not broken.
        _cosmic_ray("cosmic-ray", "baseline", str(config))
        _cosmic_ray("cosmic-ray", "exec", str(config), str(session), seconds=seconds)
    return _told(session)


def _told(session: Path) -> Told:
    lines = _cosmic_ray("cosmic-ray", "dump", str(session)).splitlines()
    results = [json.loads(line)[1] or {} for line in lines]
    done = [result for result in results if result.get("test_outcome") in ("killed", "survived")]
    skipped = sum(result.get("worker_outcome") == "skipped" for result in results)
    alive = tuple(result["diff"] or "" for result in done if result["test_outcome"] == "survived")
    return Told(len(done), len(results) - len(done) - skipped, alive)


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


def _session(name: str, sample: Sample | None) -> Path:
    """Of the module as it is: a module that was edited starts anew."""
    content = (ROOT / MODULES[name].path).read_bytes()
    of = f"-{sample.count}-{sample.seed}" if sample else ""
    return WORK / f"{name}-{hashlib.sha256(content).hexdigest()[:12]}{of}.sqlite"


def _leave_out(session: Path, sample: Sample) -> None:
    """All others count as filtered."""
    with closing(sqlite3.connect(session)) as database, database:
        asked = """SELECT job_id FROM mutation_specs WHERE job_id NOT IN (SELECT job_id FROM work_results)
                   ORDER BY start_pos_row, start_pos_col, operator_name, occurrence"""
        jobs = [row[0] for row in database.execute(asked)]
        chosen = set(random.Random(sample.seed).sample(jobs, min(sample.count, len(jobs))))
        rows = [(job,) for job in jobs if job not in chosen]
        database.executemany("INSERT INTO work_results (worker_outcome, output, job_id) VALUES ('SKIPPED', 'not of this sample', ?)", rows)


def _forget_all_but_the_caught(session: Path) -> None:
    """What survived is tried again, and what could not be tried."""
    with closing(sqlite3.connect(session)) as database, database:
        database.execute("DELETE FROM work_results WHERE test_outcome IS NOT 'KILLED' AND worker_outcome != 'SKIPPED'")


def _cosmic_ray(command: str, *arguments: str, seconds: float | None = None) -> str:
    binary = Path(sys.executable).parent / command
    done = subprocess.run(
        [str(binary), *arguments], cwd=TREE, env=environment(), capture_output=True, text=True, check=False, timeout=seconds
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
