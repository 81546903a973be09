"""The help centre's pages over HTTP: they read, whoever opens them, and need no script."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from functions.content.model.article import ArticleKind
from functions.content.reading.find_articles import list_articles, list_categories, read_article, search_articles
from functions.content.reading.schemas import LONGEST_QUERY
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.pages.page import HTML, Texts, framed, language_for
from functions.shared.plain.errors import MOVED, NotFound

help_page_api = Api("help pages")
_TEXTS: Texts = {
    "help": {"zh": "帮助中心", "en": "Help"},
    "ask": {"zh": "您想了解什么？", "en": "What do you want to know?"},
    "search": {"zh": "搜索", "en": "Search"},
    "nothing": {"zh": "没有找到相关内容，请换个说法。", "en": "Nothing was found. Try other words."},
    "related": {"zh": "相关内容", "en": "See also"},
    "fallback": {"zh": "该内容暂无中文版。", "en": "There is no English version of this yet."},
    "gone": {"zh": "找不到该页面。", "en": "There is no such page."},
}
_FOLDER = Path(__file__).parent / "templates"
_PER_CATEGORY = 20


class HelpQuery(Schema):
    q: Annotated[str, StringConstraints(max_length=LONGEST_QUERY)] = ""
    lang: Annotated[str, StringConstraints(max_length=100)] = ""


@help_page_api.operation(
    "GET", "/o/help", summary="The page of the help centre", query=HelpQuery, response_type=HTML, own_answers={200: (HTML,)}
)
def show_help(req: Request[Any, HelpQuery]) -> Reply:
    """With `q` what was found, else the first 20 articles of each category."""
    return _overview(req, language_for(req.query.lang, req.languages), up="")


@help_page_api.operation(
    "GET", "/o/help/{slug}", summary="The page of an article", query=HelpQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found"), MOVED],
)  # fmt: skip
def show_article(req: Request[Any, HelpQuery]) -> Reply:
    language = language_for(req.query.lang, req.languages)
    try:
        article, _ = read_article(req.path["slug"], [language])
    except NotFound:
        return _overview(req, language, up="../", problem=_said(language, "gone"), status=404)
    return _rendered(language, title=article.title, article=article, up="../", q="", found=[], groups=[], problem="")


def _overview(req: Request[Any, HelpQuery], language: str, *, up: str, problem: str = "", status: int = 200) -> Reply:
    q = req.query.q.strip()
    found = search_articles(q, None, [language]).data if q else []
    groups = [] if q else [(one.name, _of_category(one.code, language)) for one in list_categories([language]) if one.parent is None]
    shown = [(name, articles) for name, articles in groups if articles]
    title = _said(language, "help")
    return _rendered(language, status=status, title=title, article=None, up=up, q=q, found=found, groups=shown, problem=problem)


def _of_category(code: str, language: str) -> Any:
    return list_articles(code, None, [language], kind=ArticleKind.HELP, limit=_PER_CATEGORY, cursor=None).data


def _said(language: str, name: str) -> str:
    return _TEXTS[name][language]


def _rendered(language: str, *, status: int = 200, **values: Any) -> Reply:
    return framed(_FOLDER, "help", language, _TEXTS, status=status, public=True, **values)
