"""What a message says on a channel: by the published version of the shop's own where there is one, else by the built-in files.

An own version that cannot be rendered never loses a message: the fault is noted at the template, the alarm rings, and the built-in files
speak. Of a language without files, the shop's language or English do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateNotFound

from functions.notifications.model.template import EMAIL, LONGEST, ONE_LINE, OUTPUT, SMS, WECHAT, TemplateName, Version, parts_of
from functions.notifications.model.text_message import sms_segments
from functions.notifications.sending.layout import around, built_in_environment, layout
from functions.notifications.sending.sandbox import Unrenderable, render
from functions.notifications.store import templates
from functions.shared.plain.i18n import best_of
from functions.shared.plain.settings import settings

BUILT_IN = ("zh", "en")
"""The languages that there are files in."""
_HOLES = re.compile(r"\n{3,}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"https?://\S+")
_FILES = {"text": "txt"}
_SUMMARY = 180


def rendered(event: str, channel: str, language: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The parts of the message (`parts_of`), in `language`. Raises jinja2.TemplateNotFound for what there is neither a version nor a file
    of, jinja2.UndefinedError when `values` lacks something that a file needs."""
    name = TemplateName(event, channel, language)
    own = templates.published(name.id)
    if own is not None:
        try:
            return of_version(name, own, values)
        except Unrenderable as fault:
            templates.note_fault(name, own.number, str(fault))
    return of_files(event, channel, language, values)


def of_version(name: TemplateName, version: Version, values: Mapping[str, Any]) -> dict[str, str]:
    """In the layout, if it is a mail. Raises Unrenderable."""
    parts = {}
    if name.channel == WECHAT:
        # Its lines are fields: whatever a value contains, it begins no line of its own.
        values = {key: _one_line(value) for key, value in values.items()}
    for part in parts_of(name.channel):
        text = render(version.parts.get(part, ""), values, html=part == "html", longest=OUTPUT * LONGEST[part])
        parts[part] = tidied(part, text)
    if name.channel == SMS:
        parts["text"] = " ".join(parts["text"].split())
        if (count := sms_segments(parts["text"])) > (most := layout().sms_segments):
            raise Unrenderable(f"It would be sent in {count} segments; the shop sends {most} at most.")
    return _laid_out(name.event, name.language, parts, values) if name.channel == EMAIL else parts


def of_files(event: str, channel: str, language: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What the shop says without a version of its own. A push or an entry of the inbox says what the mail says."""
    language = built_in_language(language)
    if channel == SMS:
        return {"text": " ".join(_file(event, language, "sms", values).split())}
    said = {part: tidied(part, _file(event, language, _FILES.get(part, part), values)) for part in parts_of(EMAIL)}
    if channel == EMAIL:
        return _laid_out(event, language, said, values)
    if channel not in ("inbox", "push"):
        return dict.fromkeys(parts_of(channel), said["text"])
    # What a lock screen shows opens nothing of somebody's.
    brief = " ".join(_ADDRESS.sub("", said["text"]).split())
    return {"title": said["subject"], "text": said["text"], "body": brief if len(brief) <= _SUMMARY else f"{brief[: _SUMMARY - 1]}…"}


def source_of(name: TemplateName) -> dict[str, str]:
    """The built-in parts as they are written; empty where there are none."""
    kinds = {SMS: {"text": "sms"}, EMAIL: {"subject": "subject", "text": "txt", "html": "html"}}.get(name.channel, {})
    env = built_in_environment()
    found: dict[str, str] = {}
    for part, kind in kinds.items():
        try:
            assert env.loader is not None
            found[part] = env.loader.get_source(env, f"{name.event}.{name.language}.{kind}")[0].strip()
        except TemplateNotFound:
            return {}
    return found


def built_in_language(wanted: str) -> str:
    """Of the languages that there are files in: the one asked for, else the shop's, else English."""
    return best_of(BUILT_IN, [wanted.lower(), settings().default_language]) or "en"


def tidied(part: str, text: str) -> str:
    if part in ONE_LINE:
        # One line: whatever a value contains, it cannot start another mail header.
        return " ".join(_CONTROL.sub(" ", text).split())
    # A paragraph that has nothing to say leaves no hole.
    return text if part == "html" else _HOLES.sub("\n\n", text).strip()


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(_CONTROL.sub(" ", value).split())
    if isinstance(value, Mapping):
        return {name: _one_line(one) for name, one in value.items()}
    return [_one_line(one) for one in value] if isinstance(value, list | tuple) else value


def _laid_out(event: str, language: str, parts: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    text, html = around(parts["text"], parts["html"], event, language, values)
    return {**parts, "text": text, "html": html}


def _file(event: str, language: str, kind: str, values: Mapping[str, Any]) -> str:
    return built_in_environment().get_template(f"{event}.{language}.{kind}").render(values)
