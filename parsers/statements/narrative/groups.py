"""Brackets: those with figures of their own are read as a sentence inside the sentence, the others are one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.statements.narrative.tokens import Token


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket that holds figures or statements of its own: （其中：公务用车购置费0万元，…）."""

    start: int
    end: int
    tokens: tuple[Token | Group, ...]


def with_brackets(tokens: Sequence[Token]) -> list[Token | Group]:
    """The tokens with each closed bracket as a group or as one token of part ``bracket``."""
    result: list[Token | Group] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        close = _closing(tokens, index) if token.text == "(" and token.plays("punctuation") else None
        if close is None:
            result.append(token)
        else:
            result.append(_bracket(token, tokens[index + 1 : close], tokens[close]))
            index = close
        index += 1
    return result


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].plays("punctuation"):
            depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
            if depth == 0:
                return index
    return None


def _bracket(opening: Token, inner: Sequence[Token], closing: Token) -> Token | Group:
    if any(token.plays("figure") or token.plays("no_change") for token in inner):
        return Group(opening.start, closing.end, tuple(with_brackets(inner)))
    text = opening.text + "".join(token.text for token in inner) + closing.text
    parts = {"bracket", "listed"} if _lists_names(inner) else {"bracket"}
    return Token(opening.start, closing.end, text, frozenset(parts))


def _lists_names(inner: Sequence[Token]) -> bool:
    """True for several known names and nothing else: （对附属单位补助支出、上缴上级支出）."""
    names = sum(token.plays("name") for token in inner)
    return names > 1 and all(token.plays("name") or token.text in _JOINING for token in inner)


_JOINING = frozenset({"、", "和", "及", "与", ","})
