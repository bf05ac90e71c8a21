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


def with_brackets(tokens: Sequence[Token], depth: int = 0) -> list[Token | Group]:
    """The tokens with each closed bracket as a group or as one token of part ``bracket``."""
    result: list[Token | Group] = []
    closings = _closings(tokens)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        close = closings.get(index)
        if close is None:
            result.append(token)
        else:
            result.append(_bracket(token, tokens[index + 1 : close], tokens[close], depth))
            index = close
        index += 1
    return result


#: Brackets hold no more tokens than this, and no more brackets in brackets: hostile texts stay cheap.
_LONGEST = 400
_DEEPEST = 4


def _closings(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each bracket that is not too long is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.text == "(" and token.plays("punctuation"):
            opened.append(index)
        elif token.text == ")" and token.plays("punctuation") and opened:
            opening = opened.pop()
            if index - opening <= _LONGEST:
                found[opening] = index
    return found


def _bracket(opening: Token, inner: Sequence[Token], closing: Token, depth: int) -> Token | Group:
    if depth < _DEEPEST and any(token.plays("figure") or token.plays("no_change") for token in inner):
        return Group(opening.start, closing.end, tuple(with_brackets(inner, depth + 1)))
    text = opening.text + "".join(token.text for token in inner) + closing.text
    parts = {"bracket", "listed"} if _lists_names(inner) else {"bracket"}
    return Token(opening.start, closing.end, text, frozenset(parts))


def _lists_names(inner: Sequence[Token]) -> bool:
    """True for several known names and nothing else: （对附属单位补助支出、上缴上级支出）."""
    names = sum(token.plays("name") for token in inner)
    return names > 1 and all(token.plays("name") or token.text in _JOINING for token in inner)


_JOINING = frozenset({"、", "和", "及", "与", ","})
