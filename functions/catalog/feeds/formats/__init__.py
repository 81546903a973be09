"""The files' formats, by the name under which each is fetched."""

from __future__ import annotations

from collections.abc import Mapping

from functions.catalog.feeds.formats.form import Form
from functions.catalog.feeds.formats.google import GOOGLE
from functions.catalog.feeds.formats.meta import META
from functions.catalog.feeds.formats.openai import OPENAI
from functions.catalog.feeds.formats.wechat import WECHAT

FORMS: Mapping[str, Form] = {form.kind: form for form in (GOOGLE, META, OPENAI, WECHAT)}
"""By kind."""
FILES: Mapping[str, Form] = {form.file: form for form in FORMS.values()}
"""By the name of the file."""
