"""The error of declarations that cannot be used; it imports nothing, so that the command line may know it at once."""

from __future__ import annotations


class DeclarationError(ValueError):
    """Declarations that cannot be used; ``problems`` has one line per mistake: file:line: field: what is allowed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            f"门户声明有 {len(problems)} 处错误 / {len(problems)} mistakes in portal declarations:\n"
            + "\n".join(problems)
        )
        self.problems = tuple(problems)
