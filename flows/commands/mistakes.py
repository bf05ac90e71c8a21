"""What a person typed wrong, said in a sentence of both languages before the command line's own English usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup

from domain.ports import StoreError
from flows.commands.options import WRONG_USE, err, fail
from publish.store import NoSuchStore
from scrapers.misdeclared import DeclarationError

#: Click's class, which Typer carries in a copy of its own that has no public name.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


class HelpfulGroup(TyperGroup):
    """A mistyped word is answered with the near ones, an unusable store or declaration with its own sentence."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - a class of Click's without public name
        with _explained():
            return super().invoke(ctx)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except _UsageError as mistake:
        if sentence := _sentence(mistake):
            err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
        raise
    except (NoSuchStore, DeclarationError) as mistake:
        fail(str(mistake), WRONG_USE)
    except StoreError as problem:
        fail(f"{problem}\n体检 / to look into it: xinfang doctor")


def _sentence(mistake: Any) -> str:  # noqa: ANN401 - a class of Click's without public name
    parameter = getattr(mistake, "param", None)
    name = parameter.opts[0] if parameter is not None else ""
    match type(mistake).__name__:
        case "NoSuchOption":
            near = mistake.possibilities or ()
            word = mistake.option_name
            return f"没有选项 {word}。{_near_zh(near)} There is no option {word}.{_near_en(near)}"
        case "MissingParameter":
            return f"缺少 {name}。 {name} is missing."
        case "BadParameter":
            return f"{name} 的值不合适。 The value of {name} will not do: {mistake.message}"
        case _:
            return _about_a_command(mistake)


def _about_a_command(mistake: Any) -> str:  # noqa: ANN401 - a class of Click's without public name
    start = "No such command '"
    if not mistake.message.startswith(start):
        return ""
    word = mistake.message.removeprefix(start).partition("'")[0]
    near = get_close_matches(word, list(getattr(mistake.ctx.command, "commands", ())), n=3, cutoff=0.5)
    return f"没有命令 {word}。{_near_zh(near)} There is no command {word}.{_near_en(near)}"


def _near_zh(near: Sequence[str]) -> str:
    return f"是否指 {'、'.join(near)}？" if near else ""


def _near_en(near: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(near)}?" if near else ""
