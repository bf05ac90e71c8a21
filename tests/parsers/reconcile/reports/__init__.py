"""The smallest reports on which one rule can be tried: each takes the figure that is varied."""

from __future__ import annotations

from domain.records import Fact

Facts = list[Fact]
