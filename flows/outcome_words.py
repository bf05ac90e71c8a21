"""How a visit to a portal ended, in words for people: Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "ok": ("正常", "read"),
    "not_modified": ("无变化", "nothing changed"),
    "declared_empty": ("栏目声明暂无内容", "the list says that it has nothing"),
    "partial": ("部分", "read in part"),
    "page_ignored": ("翻页无效", "pages repeat"),
    "budget_spent": ("今日未访问（额度用完）", "not asked today: daily budget spent"),
    "empty_list": ("栏目为空", "empty list"),
    "closed_now": ("暂时关闭", "closed at this hour"),
    "gone": ("已消失", "the column is gone"),
    "drift": ("版式变了", "the page changed its form"),
    "too_large": ("页面过大", "the page is too large"),
    "moved": ("已迁移", "moved to another host"),
    "not_allowed": ("不许访问", "not allowed"),
    "unreachable": ("无法访问", "unreachable"),
    "rate_limited": ("被限速", "rate limited"),
    "robots_denied": ("robots 不许", "robots.txt forbids"),
    "wall": ("被拦截", "a wall"),
    "failed": ("出错", "failed"),
}


def words_of(outcome: str) -> str:
    """Both languages; the outcome itself where it has no words."""
    return " ".join(WORDS.get(outcome, (outcome,)))
