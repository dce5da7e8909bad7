"""The documents say what is: the README's answer, commands, settings and examples are checked."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.settings import Settings
from calculators.engine import Engine
from calculators.registry import Registry

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_the_answer_in_the_readme_is_the_programs():
    shown = re.search(r"```text\n\$ rackmath ask \"(.+?)\"\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    result = CliRunner().invoke(main, ["ask", shown[1]])
    assert shown[2].strip() == result.output.strip()


def test_the_polish_answer_in_the_readme_is_the_programs():
    shown = re.search(r"\$ rackmath ask --lang pl \"(.+?)\"\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    result = CliRunner().invoke(main, ["ask", "--lang", "pl", shown[1]])
    assert shown[2].strip() == result.output.strip()


def test_the_commands_in_the_readme_exist():
    for name in re.findall(r"^\| `rackmath (\w+)", README, re.MULTILINE):
        assert name in main.commands
    assert set(re.findall(r"^make (\w+)", README, re.MULTILINE)) == {"demo", "test"}
    for target in re.findall(r"^    make (\w+) ", CONTRIBUTING, re.MULTILINE):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_the_readme_names_every_setting_and_topic(registry: Registry):
    named = set(re.findall(r"^\| `RACKMATH_(\w+)`", README, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}
    for name in registry.topics:
        assert f"`/{name}`" in README


def test_the_fact_and_the_relation_of_the_readme_are_real(engine: Engine):
    fact = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    relation = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert fact is not None
    assert relation is not None
    for line in fact[1].splitlines():
        assert line in (ROOT / "facts" / "reference.yaml").read_text("utf-8")
    assert relation[1] in (ROOT / "calculators" / "topics" / "power.py").read_text("utf-8")


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        declared += group
    for requirement in declared:
        name = re.split(r"[<>=\[]", requirement)[0]
        name = "types-*" if name.startswith("types-") else name
        assert re.search(rf"\b{re.escape(name)}|{re.escape(name)}", CONTRIBUTING), name


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-bench"])
def test_locks_carry_hashes_and_no_addresses(name: str):
    lock = (ROOT / f"{name}.lock").read_text("utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    for line in lock.splitlines():
        assert line.startswith(("    --hash=sha256:", "#")) or re.match(r"[a-z0-9.-]+==", line)


def test_examples_of_topics_are_answered(engine: Engine):
    for topic in engine.registry.topics.values():
        assert engine.ask(topic.example).refusal is None
