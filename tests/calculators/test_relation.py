"""Relations: every declared one solved for each quantity; declarations that cannot stand."""

from __future__ import annotations

import importlib.util
import itertools
import random
import re
from pathlib import Path
from types import ModuleType

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.registry import Registry, collect, declared
from calculators.relation import DeclarationError, Form, Relation
from tests.calculators.synthetic import formula, registry_of

RELATIONS = declared().relations
FORMS = [(each, target) for each in RELATIONS for target in each.quantities]
EXPONENTIAL = ("year_after_year",)
by_form = pytest.mark.parametrize(
    ("relation", "target"), FORMS, ids=lambda each: each if isinstance(each, str) else each.name
)


@by_form
def test_round_trip(relation: Relation, target: str, registry: Registry):
    rng = random.Random(f"{relation.name} {target}")
    form = registry.form(relation, target)
    for _ in range(20):
        # What stands in an exponent can't be spread so far.
        wide = (-1, 0.3) if relation.name in EXPONENTIAL else (-6, 12)
        values = {name: 10 ** rng.uniform(*wide) for name in relation.inputs}
        values[relation.target] = float(relation.body(*(values[n] for n in relation.inputs)))
        solved = form.compiled(*(values[name] for name in form.inputs))
        assert solved == pytest.approx(values[target], rel=1e-11)


@by_form
def test_compiled_agrees_with_the_expression(relation: Relation, target: str, registry: Registry):
    form = registry.form(relation, target)
    values = {name: sympy.Rational(number, 7) for number, name in enumerate(form.inputs, 3)}
    put_in = {registry.quantities[name].variable: value for name, value in values.items()}
    exact = form.expression.subs(put_in)
    assert form.compiled(*map(float, values.values())) == pytest.approx(float(exact), rel=1e-12)


@by_form
def test_formula_reads_in_symbols(relation: Relation, target: str, registry: Registry):
    form, symbols = registry.form(relation, target), registry.quantities
    left, right = form.formula.split(" = ")
    assert left == symbols[target].symbol
    spaced = re.sub(r"ln\(|[()^]", " ", right)
    used = set(spaced.split()) - {"·", "/", "+", "−", "1"}
    assert used == {symbols[name].symbol for name in form.inputs}
    # The places for numbers stand as the symbols do.
    marks = {f"{{{at}}}": symbols[name].symbol for at, name in enumerate(form.inputs)}
    template = form.template.replace(" × ", " · ")
    for place, symbol in marks.items():
        template = template.replace(place, symbol)
    assert template == right


def test_symbols_and_names_are_unique(registry: Registry):
    used = {name for each in RELATIONS for name in each.quantities}
    own = [registry.quantities[name] for name in sorted(used) if not registry.quantities[name].base]
    symbols = [each.symbol for each in own]
    assert len(set(symbols)) == len(symbols)
    words = [each.words for each in own]
    assert len(set(words)) == len(words)


def test_every_relation_explains_itself():
    for each in RELATIONS:
        assert re.fullmatch(r"[A-Z].{15,}\.", each.sentence), each.name
        file, _, line = each.where.rpartition(":")
        text = Path(file).read_text("utf-8").splitlines()[int(line) - 1]
        assert text.strip().startswith(("@relation", "def ")), each.name


# Declarations that cannot stand.

HEAD = """\
from calculators.quantity import Quantity
from calculators.relation import relation
from calculators.topic import Headline, Topic

def quantity(name, unit):
    return Quantity(name=name, symbol=name, unit=unit, words=name, example="1")

power = quantity("power", "W")
energy = quantity("energy", "Wh")
time = quantity("time", "h")
share = quantity("share", "1")
"""
GOOD = '''
@relation("energy")
def load(power, time):
    """A load over the time."""
    return power * time
'''


@pytest.fixture
def module(tmp_path: Path, request: pytest.FixtureRequest):
    numbers = itertools.count()

    def load(body: str, *, head: str = HEAD) -> ModuleType:
        file = tmp_path / f"declared_{next(numbers)}.py"
        file.write_text(head + body, "utf-8")
        spec = importlib.util.spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        found = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
        return found

    return load


def test_a_good_declaration_loads(module):
    registry = collect([module(GOOD)])
    assert [each.name for each in registry.relations] == ["load"]


BAD = {
    "wrong dimension": (
        GOOD.replace("power * time", "power / time"),
        "load gives",
        "@relation",
    ),
    "sum of unlike terms": (
        GOOD.replace("power * time", "power * time + power"),
        "adds",
        "@relation",
    ),
    "number of something with a unit": (
        GOOD.replace("power * time", "power * time + 5"),
        "adds",
        "@relation",
    ),
    "broken power": (
        GOOD.replace("power * time", "power * time ** 1.5"),
        "isn't whole",
        "@relation",
    ),
    "undeclared input": (
        GOOD.replace("time", "tide"),
        "names tide, no known quantity",
        "@relation",
    ),
    "undeclared target": (
        GOOD.replace('"energy"', '"effort"'),
        "names effort, no known quantity",
        "@relation",
    ),
    "no docstring": (
        GOOD.replace('    """A load over the time."""\n', ""),
        "load needs a docstring",
        "@relation",
    ),
    "relation twice": (
        f"{GOOD}first = load\n{GOOD}",
        "load is declared twice",
        "@relation",
    ),
    "quantity twice": (
        'same = quantity("power", "kW")\n',
        "power is declared twice",
        "same = ",
    ),
    "topic names an unknown quantity": (
        'topic = Topic(name="t", words="t", subjects=(), options=("tide",), headlines=(),'
        ' example="/t")\n',
        "names tide, no known quantity",
        "topic = ",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_declaration_names_file_and_line(name: str, module, tmp_path: Path):
    body, problem, marker = BAD[name]
    with pytest.raises(DeclarationError) as error:
        collect([module(body)])
    message = str(error.value)
    assert problem in message
    lines = (HEAD + body).splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith(marker)]
    where = tuple(f"{tmp_path / 'declared_0.py'}:{number}: " for number in numbers)
    assert message.startswith(where)


def test_two_topics_of_one_name(module):
    topic = 'Topic(name="t", words="t", subjects=(), options=(), headlines=(), example="")\n'
    first = module(f"topic = {topic}")
    second = module(f"\n\nother = {topic}", head="from calculators.topic import Topic\n")
    with pytest.raises(DeclarationError, match="t is declared twice") as error:
        collect([first, second])
    assert str(error.value).startswith(f"{second.__file__}:4: ")


def test_what_is_imported_is_not_declared_again(module):
    """A topic may use a quantity of another topic by its object."""
    first = module(GOOD)
    second = module("")
    vars(second).clear()
    vars(second).update({"__file__": "second.py", "power": vars(first)["power"]})
    assert len(collect([first, second]).quantities) == 4


def test_a_relation_with_two_solutions_is_known_when_it_is_declared():
    """Figures are positive, so a square has one root; else the declaration must not load."""
    try:
        registry = registry_of([formula("area", lambda side: side * side)])
    except DeclarationError:
        return
    form = registry.form(registry.relations[0], "side")
    assert form.compiled(9.0) == pytest.approx(3.0)


@given(
    st.tuples(*[st.floats(0.01, 100)] * 3),
    st.sampled_from(
        [
            lambda a, b, c: a * b / c,
            lambda a, b, c: a / (b * c),
            lambda a, b, c: a + b * c,
            lambda a, b, c: (a + b) / c,
            lambda a, b, c: a * b + a * c,
            lambda a, b, c: a / b - c,
        ]
    ),
)
@settings(deadline=None, max_examples=40)
def test_any_formula_goes_round(values: tuple[float, float, float], body):
    registry = registry_of([formula("y", body)])
    known = dict(zip("abc", values, strict=True)) | {"y": body(*values)}
    for target in "abc":
        form = Form(registry.relations[0], target, registry.quantities)
        found = form.compiled(*(known[name] for name in form.inputs))
        assert found == pytest.approx(known[target], rel=1e-6, abs=1e-6)
