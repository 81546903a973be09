"""`shop backup` and `shop restore`, here and on AWS."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Annotated

import typer

from infra.changes import ChangeError
from infra.cli.redrive import Target, target
from infra.cli.screen import console, progress
from infra.deploy import LOCAL, bring_search
from infra.local.trouble import Trouble
from infra.restore import backups
from infra.restore.copies import Copy, await_all, begin, lacks, must_reach, newer_than
from infra.restore.files import bring_back
from infra.restore.likeness import count, make_alike, must_be_alike
from infra.restore.plan import afterwards, plan, switching
from infra.restore.sets import ORIGINAL, TABLES, TableSet, all_use, set_in_use, set_there
from infra.restore.switch import switch
from infra.restore.told import must_be_there, told_then

_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
Stage = Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')]
backup = typer.Typer(help="Backups of all tables.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.add_typer(backup, name="backup")
    app.command()(restore)


@backup.command()
def create(
    name: Annotated[str, typer.Argument(help="without it: the time, such as 20261126T080000Z")] = "",
    keep: Annotated[int, typer.Option(min=0, help="forget all but so many of the newest; 0 forgets none")] = 0,
    stage: Stage = LOCAL,
) -> None:
    """Take a backup of every table. They are taken one right after the other: close the shop where that matters.

    \b
    Examples:  shop backup create before-the-move --stage prod
               shop backup create --keep 14 --stage prod
    """
    place = target(stage)
    dynamodb = place.session.client("dynamodb")
    name = name or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with progress(f"backup {name}") as tick:
        backups.take(dynamodb, set_in_use(place.session.client("cloudformation"), stage), name, tick)
    if keep:
        _say(f"forgotten: {old}" for old in backups.forget_older(dynamodb, stage, keep))
    console.print(f"Backup {name} of {stage}: {len(TABLES)} tables", markup=False)


@backup.command("list")
def list_backups(stage: Stage = LOCAL) -> None:
    """The backups there are, the oldest first.

    \b
    Example:  shop backup list --stage prod
    """
    for one in backups.backups_of(target(stage).session.client("dynamodb"), stage):
        whole = f"{len(one.arns)} tables" + ("" if one.whole else ", not ready yet, or some are missing")
        console.print(f"{one.name:<40} {one.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {one.size / 1e6:10.1f} MB  {whole}", markup=False)


@backup.command()
def forget(name: Annotated[str, typer.Argument(help="which one")], stage: Stage = LOCAL) -> None:
    """Delete a backup. AWS keeps backups for ever, and charges for them, until somebody does.

    \b
    Example:  shop backup forget before-the-move --stage prod
    """
    dynamodb = target(stage).session.client("dynamodb")
    backups.forget(dynamodb, backups.named(dynamodb, stage, name))
    console.print(f"Backup {name} of {stage} is forgotten", markup=False)


def restore(
    to: Annotated[str, typer.Option(help="a moment in UTC (2026-11-26T08:00:00) or the name of a backup")] = "",
    use: Annotated[str, typer.Option(help='only change to tables that are there: "original", or what their names end in')] = "",
    from_: Annotated[str, typer.Option("--from", help='whose past: "original", or what their names end in; without it: those in use')] = "",
    suffix: Annotated[str, typer.Option(help="what the names of the new tables end in; without it: made of the moment or the backup")] = "",
    at: Annotated[str, typer.Option(help="with a backup: also say what was otherwise at this second after it, by the event items")] = "",
    files: Annotated[bool, typer.Option("--files", help="files deleted or written over since come back from their versions, too")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="ask nothing")] = False,
    stage: Stage = LOCAL,
) -> None:
    """Bring all tables back to one moment, or from a backup, and have the whole stage use them.

    AWS restores into new tables only, so nothing is written over, and you can go back (--use). Interrupted, the same command goes on.

    \b
    Examples:  shop restore --to 2026-11-26T08:00:00 --stage prod
               shop restore --to before-the-move --files
               shop restore --to before-the-move --at 2026-11-26T08:00:00
               shop restore --use original --stage prod
    """
    if files and use:
        raise Trouble("Files come back to a moment: say it with --to.")
    if at and use:
        raise Trouble("What was at a second is said beside a backup: name it with --to.")
    if bool(to) == bool(use):
        raise Trouble("Say either where to (--to, a moment or a backup) or which tables to change to (--use).")
    place = target(stage)
    try:
        if use:
            _change_to(place, set_there(place.session.client("dynamodb"), stage, _suffix(use)), yes=yes)
        else:
            _restore(place, stage, to, from_, suffix, at=at, files=files, yes=yes)
    except ChangeError as error:
        raise Trouble(f"{error}\nRun the same command again: it goes on where it was.") from error


def _restore(place: Target, stage: str, to: str, from_: str, suffix: str, *, at: str, files: bool, yes: bool) -> None:
    dynamodb, cloudformation = place.session.client("dynamodb"), place.session.client("cloudformation")
    in_use = set_in_use(cloudformation, stage)
    past = _past(place, stage, to)
    moment, named = (past.taken_at, past.name) if isinstance(past, backups.Backup) else (past, f"{past:%Y%m%dT%H%M%SZ}")
    source = set_there(dynamodb, stage, _suffix(from_)) if from_ else in_use
    newer = newer_than(dynamodb, stage, moment)
    unrestored = lacks(past, newer) if isinstance(past, backups.Backup) else newer
    target_set = TableSet(stage, _new_suffix(suffix or named), unrestored)
    copy = Copy(source, target_set, past)
    second = _second(dynamodb, copy, at) if at else None
    if in_use == target_set:
        if all_use(cloudformation, in_use):
            raise Trouble(f"The stage uses {in_use} already. For another copy of {copy.mark} take other names with --suffix.")
        console.print(f"An earlier run was interrupted while the stacks were changing to {in_use}: it goes on there.", markup=False)
    else:
        if isinstance(past, datetime):
            must_reach(dynamodb, source, past, newer)
        _say(plan(copy, in_use))
        _ask("Make these tables?", yes=yes)
        _make(dynamodb, copy)
    if second:
        _say(told_then(dynamodb, copy, second))
    _change_to(place, target_set, moment if files else None, yes=yes)
    _say(afterwards(copy))


def _second(dynamodb: object, copy: Copy, at: str) -> datetime:
    """Raises Trouble where nothing tells what was then."""
    second = _moment(at)
    if second is None:
        raise Trouble(f"{at!r} is no second in UTC, such as 2026-11-26T08:00:00.")
    if isinstance(copy.past, datetime):
        raise Trouble("A moment is restored to its second by itself; --at is for backups.")
    if not copy.past.taken_at <= second <= datetime.now(UTC):
        raise Trouble(f"--at lies between the backup ({copy.past.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}) and now.")
    must_be_there(dynamodb, copy.source)
    return second


def _make(dynamodb: object, copy: Copy) -> None:
    begin(dynamodb, copy, _tell)
    await_all(dynamodb, copy.target, _tell)
    with ThreadPoolExecutor(len(TABLES)) as pool:  # each waits for AWS most of the time
        list(pool.map(lambda table: _finish(dynamodb, copy, table), copy.target.restored))
    for table in copy.target.restored:
        restored, before = (count(dynamodb, tables.name(table)) for tables in (copy.target, copy.source))
        told = f"{copy.source.name(table)} is lost" if before is None else f"in {copy.source.name(table)} are {before}"
        console.print(f"{copy.target.name(table)}: {restored} items, {told}", markup=False)


def _finish(dynamodb: object, copy: Copy, table: str) -> None:
    like, name = copy.source.name(table), copy.target.name(table)
    make_alike(dynamodb, like, name, copy.mark)
    must_be_alike(dynamodb, like, name)
    _tell(f"{name}: has what AWS left behind")


def _change_to(place: Target, tables: TableSet, files_of: datetime | None = None, *, yes: bool) -> None:
    console.print(switching(tables), markup=False)
    _ask("Change to them now?", yes=yes)
    if files_of:  # before the stacks, so that the same command does it again after an interruption
        found = bring_back(place.session.client("s3"), place.outputs.data_bucket, files_of)
        console.print(f"{found.came_back} files came back from their versions, {found.were_there} were there", markup=False)
    switch(place.session, tables, _tell)
    bring_search(place.session, place.outputs, only_if_missing=False)


def _past(place: Target, stage: str, to: str) -> datetime | backups.Backup:
    moment = _moment(to)
    if moment is None:
        return backups.named(place.session.client("dynamodb"), stage, to)
    if stage == LOCAL:
        raise Trouble("The local AWS keeps no past to go back to. Take backups (shop backup create) and restore one of them.")
    return moment


def _moment(text: str) -> datetime | None:
    for pattern in _FORMATS:
        try:
            return datetime.strptime(text.removesuffix("Z"), pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _suffix(text: str) -> str:
    if text == ORIGINAL:
        return ""
    wanted = "-" + text.removeprefix("-")
    if not re.fullmatch(r"-[A-Za-z0-9_.-]{1,60}", wanted):
        raise Trouble(f"{text!r} cannot stand at the end of a table's name: letters, digits, '_', '.' and '-'.")
    return wanted


def _new_suffix(text: str) -> str:
    """For tables that are to be made. Raises Trouble."""
    if text == ORIGINAL:
        raise Trouble(f"{ORIGINAL!r} are the tables that the base made; give the new ones other names with --suffix.")
    return _suffix(text)


def _ask(question: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(question, abort=True)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        _tell(line)


def _tell(line: str) -> None:
    console.print(line, markup=False)
