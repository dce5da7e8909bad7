"""The generated page of every topic is the one that the program would write."""

from __future__ import annotations

import re

import pytest

from calculators.docs import FOLDER, pages
from calculators.engine import Engine
from calculators.registry import declared

NAMES = [*(f"{name}.md" for name in declared().topics), "topics.md", "facts-files.md"]


@pytest.mark.parametrize("name", NAMES)
def test_page_is_current(name: str, engine: Engine):
    assert (FOLDER / name).read_text("utf-8") == pages(engine)[name], "run `make docs`"


def test_no_page_is_left_over():
    assert {each.name for each in FOLDER.glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("name", declared().topics)
def test_page_is_whole(name: str, engine: Engine):
    """Every option has its row, every relation its formula, and the example its answer."""
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    for option in engine.registry.topics[name].options:
        assert f"| `{option}` |" in text
    formulas = re.findall(r"^\$\$(.+)\$\$$", text, re.MULTILINE)
    assert formulas
    for each in formulas:
        assert each.count("{") == each.count("}")
        assert " = " in each
    assert "## An example" in text
    assert engine.ask(engine.registry.topics[name].example).refusal is None
