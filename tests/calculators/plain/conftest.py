"""One parser for all tests of plain words: building its lexicons takes a moment."""

from __future__ import annotations

import pytest

from calculators.engine import Engine
from calculators.plain.talk import Talk


@pytest.fixture(scope="session")
def talk(engine: Engine) -> Talk:
    return Talk(engine)
