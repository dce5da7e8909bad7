"""The layers hold: imports go one way, and each foreign library lives in its layer."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("facts", "calculators", "bot")
ALLOWED = {"facts": {"facts"}, "calculators": {"facts", "calculators"}, "bot": set(PACKAGES)}
HOMES = {"discord": "bot", "aiohttp": "bot", "sympy": "calculators", "yaml": "facts"}
DATABASE = {"sqlalchemy", "alembic", "aiosqlite", "asyncpg", "sqlite3"}
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Top-level names of everything a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path):
    package = path.relative_to(ROOT).parts[0]
    names = imported(path)
    assert names & set(PACKAGES) <= ALLOWED[package]
    for library, home in HOMES.items():
        assert library not in names or package == home
    if "facts/store" not in path.as_posix():
        assert not names & DATABASE


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_evaluated(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name):
            assert node.id not in {"eval", "exec", "__import__", "sympify", "parse_expr"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"sympify", "parse_expr", "loads_pickle"}
    assert "pickle" not in imported(path)


TOPICS = sorted((ROOT / "calculators" / "topics").glob("*.py"))


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.name)
def test_no_numbers_in_relations(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        numbers = [
            each.value
            for part in node.body
            for each in ast.walk(part)
            if isinstance(each, ast.Constant) and isinstance(each.value, int | float)
        ]
        assert all(isinstance(each, int) and abs(each) <= 6 for each in numbers), node.name


def test_top_level():
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    tracked = {name for name in tracked if not re.search(r"\.egg-info$|^(build|dist)$", name)}
    assert tracked <= {
        *("pyproject.toml", "bot", "calculators", "facts", "tests", "Dockerfile", "README.md"),
        *("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", "docs"),
        *("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"),
    }
