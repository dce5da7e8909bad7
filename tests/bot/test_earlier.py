"""An answer of a server, given again: the same to the byte, at any later time, or refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from calculators.engine import Engine

SERVER = 81384788765712384
QUESTIONS = (
    ("/power gpus:1000 device:foo",),
    ("/power gpus:1000 device:h100",),
    ("--lang", "pl", "ile prądu zużywa 1000 H100 w rok?"),
)
STATES = (
    """\
subjects: {foo: {kind: device, name: Foo 9000}}
facts:
  - {subject: foo, quantity: device_power, value: 900, unit: W, as_of: 2026, source: Data sheet}
""",
    """\
facts:
  - {subject: foo, quantity: device_power, value: 950, unit: W, as_of: 2026, source: Meters}
  - {quantity: pue, value: 1.25, as_of: 2026-10, source: Own meters}
""",
)
Rackmath = Callable[..., Result]


@pytest.fixture
def rackmath(tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Rackmath:
    """Runs the program in this process, where its facts are loaded already."""
    monkeypatch.setenv("RACKMATH_STATE_DIR", str(tmp_path))
    monkeypatch.setattr("calculators.engine.curated", lambda: engine)
    monkeypatch.setattr("bot.earlier.curated", lambda: engine)
    runner = CliRunner()
    return lambda *arguments: runner.invoke(main, list(map(str, arguments)))


@pytest.fixture
def load(rackmath: Rackmath, tmp_path: Path) -> Callable[[str], None]:
    def load(text: str) -> None:
        file = tmp_path / "facts.yaml"
        file.write_text(text, "utf-8")
        loaded = rackmath("facts", "load", file, "--server", SERVER, "--yes")
        assert loaded.exit_code == 0, loaded.stderr

    return load


def ask(rackmath: Rackmath, *arguments: object) -> tuple[bytes, ...]:
    """The answers to all questions, as text and as JSON."""
    return tuple(
        rackmath("ask", *more, *arguments, *question).stdout_bytes
        for question in QUESTIONS
        for more in ((), ("--json",))
    )


def test_any_answer_can_be_had_again(rackmath: Rackmath, load: Callable[[str], None]):
    given: dict[str, tuple[bytes, ...]] = {}

    def give(version: int) -> None:
        """Ask in the server as it is now; every answer says the same version of the facts."""
        answers = ask(rackmath, "--server", SERVER)
        (stamp,) = {json.loads(each)["facts_version"] for each in answers[1::2]}
        assert stamp.endswith(f":{SERVER}:{version}")
        given[stamp] = answers

    for version, state in enumerate(STATES, 1):
        load(state)
        give(version)
    assert rackmath("facts", "undo", "--server", SERVER).exit_code == 0
    give(3)

    one, two, three = given.values()
    assert b"900 kW" in one[0]  # 1,000 × 900 W
    assert b"950 kW" in two[0]
    assert b"900 kW" in three[0]
    assert b"loaded by this server" in two[2], "its PUE"
    assert one[2] == three[2], "the curated figures alone: no version of the server's shows"
    for stamp, answers in given.items():
        assert ask(rackmath, "--facts-version", stamp) == answers
    digest = next(iter(given)).partition(":")[0]
    assert ask(rackmath, "--facts-version", digest) == ask(rackmath)


def test_another_process_gives_the_same_answer(
    rackmath: Rackmath, load: Callable[[str], None], tmp_path: Path
):
    load(STATES[0])
    load(STATES[1])
    before = rackmath("ask", "--json", "--server", SERVER, *QUESTIONS[1]).stdout_bytes
    rackmath("facts", "undo", "--server", SERVER)
    version = json.loads(before)["facts_version"]
    command = (sys.executable, "-m", "bot.cli", "ask", "--json", "--facts-version", version)
    again = subprocess.run((*command, *QUESTIONS[1]), capture_output=True, check=True)
    assert again.stdout == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--facts-version", "00000000"),
            "given with the curated facts 00000000; this is rackmath",
        ),
        (("--facts-version", f"00000000:{SERVER}:1"), "facts 00000000; this is rackmath"),
        (("--facts-version", "yesterday"), "yesterday is no version of the facts"),
        (("--facts-version", "{digest}:5:9"), "Server 5 has no version 9 in this database"),
        (("--facts-version", f"{{digest}}:{10**19}:1"), f"Server {10**19} has no version 1"),
        (("--facts-version", "{digest}:5:1", "--server", "6"), "names server 5, --server names 6"),
        (("--server", "5", "--database", "none.sqlite"), "There is no database at"),
        (("--lang", "pl", "--facts-version", "wczoraj"), "wczoraj nie jest wersją danych"),
    ],
)
def test_what_cannot_be_answered_with_is_refused(
    rackmath: Rackmath,
    load: Callable[[str], None],
    engine: Engine,
    arguments: tuple[str, ...],
    words: str,
):
    load(STATES[0])
    filled = [each.format(digest=engine.facts.digest) for each in arguments]
    result = rackmath("ask", *filled, QUESTIONS[0][0])
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) >= 2, "and what to do"
