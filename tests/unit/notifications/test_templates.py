"""P07: what staff write is looked through before it is kept: it cannot grow, run long, leave its place, or leave out what must be said."""

from __future__ import annotations

import time

import pytest

from functions.notifications.channels.sms import BY_SMS
from functions.notifications.model.contrast import contrast, link_colour, quiet_colour
from functions.notifications.model.template import EMAIL, SMS, TemplateName, Version, template_name
from functions.notifications.model.text_message import sms_segments
from functions.notifications.sending.check import faults_of
from functions.notifications.sending.rendering import of_files, of_version, source_of
from functions.notifications.sending.samples import sample_values
from functions.notifications.sending.sandbox import Unrenderable
from functions.notifications.sending.wording import EVENTS, LANGUAGES, OWN_TEXTS

GOOD = {"subject": "{{ number }}", "text": "Hello {{ name }}", "html": "<p>Hello {{ name }}</p>"}
SHIPPED = TemplateName("order.shipped", EMAIL, "en")


def codes(name: TemplateName = SHIPPED, **parts: str) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults_of(name, GOOD | parts, sms_segments=4)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_template_passes_and_is_rendered_with_everything_and_with_the_least(language: str) -> None:
    """So staff can begin with any of them."""
    seen = 0
    for name in [TemplateName(event, channel, language) for event in (*EVENTS, *OWN_TEXTS) for channel in (EMAIL, SMS)]:
        if source := source_of(name):
            seen += 1
            assert (name, faults_of(name, source, sms_segments=4)) == (name, [])
            full, least = (sample_values(name.event, language, minimal=minimal) for minimal in (False, True))
            assert of_version(name, Version(1, source, "", ""), full) == of_files(name.event, name.channel, language, full)
            assert all(of_files(name.event, name.channel, language, least).values())
    assert seen == len(EVENTS) + len(OWN_TEXTS) + len(BY_SMS)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 'a' ~ name }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for a in goods recursive %}{{ loop(goods) }}{% endfor %}",
        "{% for a in goods %}{% for b in goods %}{% for c in goods %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'layout.html' %}",
        "{% import 'x' as x %}",
        "{% extends 'layout.html' %}",
        "{% set a = name %}{{ a }}",
        "{% set a %}{{ name }}{{ name }}{% endset %}",
        "{{ name.__class__.__mro__ }}",
        "{{ name.format }}",
        "a\x00b",
        "{{ ''.join(goods) }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ name|center(1000000000) }}",
        "{{ name|safe }}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
        "{{ order[name] }}",
        "{{ cycler(1) }}",
        "{{ lipsum }}",
        "{% if " + "(" * 4000 + "name" + ")" * 4000 + " %}x{% endif %}",
        "{{ " + "not " * 3000 + "name }}",
        "{{ " + "9" * 5000 + " }}",
        "{% if name %}",
        "{{ name",
        "{{ nobody }}",
        "{{ order.nothing }}",
        "{% if whole %}{{ name }}{% else %}{{ never_looked_at }}{% endif %}",
        "{% for title, pieces in items %}{{ title.x.y }}{% endfor %}",
        "x" * 30_001,
    ],
)  # fmt: skip
def test_what_could_grow_run_long_or_look_elsewhere_is_refused_at_once(source: str) -> None:
    started = time.process_time()
    found = codes(text=source)
    assert [pointer for pointer, _ in found] == ["/parts/text"]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "source",
    [
        "<script>1</script>",
        "<p onclick='x()'>a</p>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href='jav\tascript:alert(1)'>a</a>",
        "<a href='{{ name }}'>a</a>",
        "<a href='https://x.example/?q={{ name }}'>a</a>",
        "<a title={{ name }} href='https://x.example'>a</a>",
        "<p style='color: {{ name }}'>a</p>",
        "<p style='background: url(https://x.example)'>a</p>",
        "<{{ name }}>a</p>",
        "<p {{ name }}='x'>a</p>",
        "<{% if name %}s{% else %}script{% endif %}>",
        "<a href='{% if name %}java{% endif %}script:1'>a</a>",
        "<a href='{% if name %}https://x.example{% endif %}'>a</a>",
        "<style>p { color: red }</style>",
        "<iframe src='https://x.example'></iframe>",
        "<form action='https://x.example'><input></form>",
        "<meta http-equiv='refresh' content='0'>",
        "<svg/onload=alert(1)>",
        "<!-- {{ name }} -->",
        "<!-- {{ name }}",
        "<p title='",
        "{% if name %}<script>1</script>{% endif %}",
        "</html><!doctype html>",
        "<![CDATA[ > <script>1</script> ]]>",
        "<xmp>{{ name }}</xmp>",
        "<plaintext>",
        "</p></td></table></body>",
        "<my-tag>a</my-tag>",
        "<p style='background: \\75rl(https://x.example)'>a</p>",
        "<p style='background: image-set(\"https://x.example\" 1x)'>a</p>",
        "{{ link }}<img src='http://x.example/a.png'>",
    ],
)
def test_values_keep_their_place_in_html(source: str) -> None:
    assert ("/parts/html", "unsafe_markup") in codes(html=source)


def test_links_of_the_event_may_be_followed_and_names_are_inert() -> None:
    """Must hold: script in a name is inert in HTML, text, subject."""
    parts = {
        "subject": "For {{ name }}",
        "text": "{{ name }}",
        "html": "<p title=\"{{ name }}\">{{ name }}</p><a href='{{ tracking }}'>x</a>",
    }
    assert faults_of(SHIPPED, parts, sms_segments=4) == []
    name = '"><script>alert(1)</script>\r\nBcc: x@example.com\u2028{{ 7*7 }}'
    said = of_version(SHIPPED, Version(1, parts, "", ""), sample_values("order.shipped", "en") | {"name": name})
    assert "<script" not in said["html"]
    assert '"&#34;&gt;&lt;script' in said["html"]
    assert said["subject"] == 'For "><script>alert(1)</script> Bcc: x@example.com {{ 7*7 }}'
    assert "{{ 7*7 }}" in said["text"]


def test_what_has_to_be_said_is_said_in_each_body() -> None:
    placed, code = TemplateName("order.placed", EMAIL, "de"), TemplateName("code.requested", SMS, "de")
    assert codes(placed) == [("/parts/text", "required_text"), ("/parts/html", "required_text")]
    told = {part: GOOD[part] + " {% if right %}{{ right.days }} Tage{% endif %}" for part in ("text", "html")}
    assert codes(placed, **told) == []
    assert [fault.code for fault in faults_of(code, {"text": "Hallo"}, sms_segments=4)] == ["required_text"]
    assert faults_of(code, {"text": "{{ code }}"}, sms_segments=4) == []
    sale = TemplateName("marketing.spring", EMAIL, "en")
    assert codes(sale, subject="{{ name }}") == [("/parts/text", "required_text"), ("/parts/html", "required_text")]
    assert codes(sale, subject="Sale", text="{{ unsubscribe_link }}", html="<a href='{{ unsubscribe_link }}'>no more</a>") == []


def test_what_may_be_missing_is_looked_at() -> None:
    (fault,) = faults_of(TemplateName("order.paid", EMAIL, "en"), GOOD | {"text": "{{ right.days }}"}, sms_segments=4)
    assert (fault.pointer, fault.code) == ("/parts/text", "unrenderable")
    assert "where what may be missing is missing" in fault.detail


def test_faults_say_their_line_and_every_part_is_looked_at() -> None:
    faults = faults_of(SHIPPED, {"subject": "a\nBcc: x", "text": "\n\n{{ nobody }}", "html": "\n<script>"}, sms_segments=4)
    assert [(fault.pointer, fault.detail[:7]) for fault in faults] == [
        ("/parts/subject", "Line 2:"), ("/parts/text", "Line 3:"), ("/parts/html", "Line 2:"),
    ]  # fmt: skip
    assert [fault.code for fault in faults_of(SHIPPED, {"subject": "a", "sms": "b"}, sms_segments=4)] == [
        "unknown_part",
        "missing",
        "missing",
    ]


def test_a_long_text_message_is_refused_with_its_count() -> None:
    (fault,) = faults_of(TemplateName("code.requested", SMS, "en"), {"text": "{{ code }}" + "y" * 9_994}, sms_segments=4)
    assert (fault.code, "66 segments" in fault.detail) == ("too_many_segments", True)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("验" * 70, 1), ("验" * 71, 2),
     ("验" * 134, 2), ("验" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2), ("😀" * 66, 2), ("😀" * 67, 3), ("ç", 1), ("ç" * 71, 2)],
)  # fmt: skip
def test_segments_are_counted_as_they_are_sent(text: str, count: int) -> None:
    assert sms_segments(text) == count


def test_output_is_bounded_in_sending_too() -> None:
    name = TemplateName("order.shipped", SMS, "en")
    with pytest.raises(Unrenderable, match="more than"):
        of_version(name, Version(1, {"text": "{% for a, b in items %}" + "x" * 20_000 + "{% endfor %}"}, "", ""), {"items": [(1, 2)] * 99})
    with pytest.raises(Unrenderable, match="'gone' is undefined"):
        of_version(name, Version(1, {"text": "{{ gone }}"}, "", ""), {"name": "a secret"})


def test_names_of_templates() -> None:
    assert template_name("order.paid.email.zh-hant") == TemplateName("order.paid", EMAIL, "zh-hant")
    assert [template_name(text) for text in ("layout", "order.paid.email", "order.paid.email.EN", "order.paid.e/x.en", "a" * 999)] == [
        None
    ] * 5


def test_contrast_is_that_of_wcag() -> None:
    assert (round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2), contrast("#abcdef", "#abcdef")) == (
        21.0,
        4.48,
        1.0,
    )
    assert [link_colour(accent, "#222222") for accent in ("#ffdd00", "#1f4fd8")] == ["#222222", "#1f4fd8"]
    assert [quiet_colour(page) for page in ("#f3f4f6", "#7a7a7a", "#000000")] == ["#5c626b", "#000000", "#ffffff"]
