"""Fuzzed messages: what people, and people who try things, might send.

Made of the words of the corpus, figures in odd formats, units, names, and of what Discord lets
through beside words. ``python -m tests.soak.fuzz [COUNT] [SEED]`` tells them to the parser and
prints the slowest; with ``--profile`` also where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import heapq
import math
import pstats
import random
import signal
import time
import traceback
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from calculators.engine import Engine, curated
from calculators.language import LANGUAGES, Lang
from calculators.plain.lexicon import asked_words
from calculators.plain.talk import State, Talk, Told
from calculators.question import MAX_TEXT
from facts import Facts
from facts.units import known_spellings
from tests.calculators.plain.corpus import corpus

MOST_TIME = 0.05
"""Seconds that a message may take once warm."""
SLOWEST = 20
"""Messages of a report."""
KEPT = 64
"""States that a message may go on from."""
REPEATS = 2
"""How often a slow message is told again, to see what it takes once everything is cached."""
GIVEN_UP = 2.0
"""Seconds after which a message counts as one that the parser hangs on."""
EVERY = 2_000
"""Messages after which the garbage is collected, between two measurements."""

NUMBERS = (
    *("0", "1", "-1", "+7", "007", "1.000", "1,000", "1 000", "1\u00a0000", "1\u202f000", "1'000"),
    *("1.000.000", "1,000,000", "1.000,5", "1,000.5", "1,5", "1.5", ".5", "5.", ",5", "1,2,3"),
    *("1.2.3.4", "1e3", "1E+300", "1e999", "1e-320", "10^6", "2×10⁵", "²", "½", "1/2", "3/0"),
    *("0x10", "NaN", "inf", "∞", "९९", "١٢٣", "Ⅻ", "𝟏𝟎", "100%", "61 %", "-5%", "150%", "%"),
    *("100k", "100K", "100 k", "5M", "5mln", "5 mln", "2 mld", "3bn", "1T", "10 tys.", "10tys"),
    *("90k-110k", "90–110", "10 to 20", "od 10 do 20", "5 ± 2", "~100", "≈3", ">5", "<=8", "≥ 9"),
    *("over 100,000", "at least 5", "co najmniej 8", "up to 3", "two", "dwa", "twelve thousand"),
    *("pięć tysięcy", "a hundred", "half a million", "pół miliona", "tuzin", "a dozen", "sto"),
    *("dozens of", "kilkaset", "9" * 40, "0." + "0" * 60 + "1", "1" + " 000" * 20, "1,0" * 30),
    *(
        "$5",
        "5$",
        "€ 3,20",
        "2 zł",
        "3 gr",
        "5c",
        "8¢",
        "2024",
        "1999",
        "12:30",
        "1st",
        "3rd",
        "24/7",
    ),
)
NOISE = (
    *("🙂", "👩‍💻", "🇵🇱", "😂😂😂", "❤️", "\u0301", "Z̷̡̛a̷̢͘l̶̨͝g̴̢͝o̶͜͝", "ﷺ", "漢字", "Привет", "مرحبا", "שלום"),
    *(
        "\x00",
        "\x07",
        "\x1b[31m",
        "\x7f",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\u200b",
        "\u200d",
        "\u00ad",
    ),
    *("\u202e", "\u202a", "\u2066", "\u2069", "\u061c", "\ud800", "\udfff", "\U000e0041", "\ufffd"),
    *(
        "<@123456789012345678>",
        "<@!1>",
        "<@&42>",
        "<#99>",
        "<:gpu:123>",
        "<a:x:1>",
        "<t:1700000000:R>",
    ),
    *(
        "@everyone",
        "@here",
        "</power:1>",
        "<@",
        "<@>",
        "**",
        "__",
        "~~",
        "||",
        "*",
        "_",
        "`",
        "```",
    ),
    *("> ", ">>> ", "# ", "- ", "1. ", "[a](https://b.c)", "https://example.com/h100?x=1&y=20MW"),
    *(
        "http://[::1",
        "www.x.pl",
        "a@b.pl",
        "```py\nprint(100_000 * 700)\n```",
        "`gpus=100k`",
        "\\",
        "/",
    ),
    *(
        "{0}",
        "{}",
        "%s",
        "%(a)s",
        "$x",
        "${x}",
        "'",
        '"',
        "“",
        "”",
        "„",
        "’",
        "…",
        "—",
        "–",
        "-",
        "−",
    ),
    *(
        "\n",
        "\n\n",
        "\t",
        "\r\n",
        " ",
        "   ",
        ".",
        ",",
        ";",
        ":",
        "?",
        "!",
        "?!?!",
        "(",
        ")",
        "=",
        "+",
    ),
    *(
        "×",
        "·",
        "/",
        "|",
        "&",
        "<",
        ">",
        "[",
        "]",
        "~",
        "^",
        "°",
        "№",
        "§",
        "™",
        "µ",
        "μ",
        "Ω",
        "K",
    ),
    *("İ", "ı", "ß", "ſ", "ﬁ", "ǅ", "Å", "ℝ", "Ａ１００", "Ｈ１００", "ｈ１００", "h１00", "GB₂₀₀"),
    *(
        "gpus=100k",
        "gpus:5",
        "device=h100, pue=1.2",
        "/power gpus:5",
        "/ask",
        "/forget",
        "rm -rf /",
    ),
    *("9**9**9", "__import__('os')", "1+1", "lambda: 0", "DROP TABLE", "<script>", "../../etc"),
)
JOINS = (" ",) * 8 + ("", ", ", "-", "\n", " and ", " i ", " / ", "  ")
STARTS = (
    *(
        "and ",
        "a ",
        "what about ",
        "how about ",
        "co z ",
        "a gdyby ",
        "double it",
        "podwój to",
        "half",
    ),
    *(
        "połowa",
        "instead ",
        "at PUE ",
        "przy PUE ",
        "in ",
        "w ",
        "with ",
        "z ",
        "per ",
        "na ",
        "or ",
    ),
    *(
        "and per year",
        "a rocznie?",
        "only the chips",
        "same for ",
        "to samo dla ",
        "MW",
        "kWh?",
        "why?",
    ),
)


class Fuzz:
    """A source of messages, the same for the same seed."""

    def __init__(self, facts: Facts, seed: int) -> None:
        self._random = random.Random(seed)
        self._texts = [case["text"] for lang in LANGUAGES for case in corpus(lang)]
        self._words = sorted({word for text in self._texts for word in text.split()})
        self._names = [*facts.names, *(each.name for each in facts.subjects.values())]
        self._units = sorted(known_spellings())
        self._phrases = [
            each for lang in LANGUAGES for phrases in asked_words(lang).values() for each in phrases
        ]

    def message(self) -> str:
        """One message."""
        make = self._random.choices(
            [
                self._mixed,
                self._changed,
                self._noisy,
                self._asked,
                self._follow,
                self._long,
                self._glued,
            ],
            [25, 25, 12, 15, 15, 4, 4],
        )[0]
        return make()[:MAX_TEXT] if self._random.random() < 0.99 else make() + "x" * MAX_TEXT

    def _piece(self) -> str:
        sources: list[Sequence[str]] = [
            *(self._words, NUMBERS, self._units, self._names, self._phrases, NOISE)
        ]
        return self._random.choice(self._random.choices(sources, [8, 4, 3, 3, 3, 2])[0])

    def _number(self) -> str:
        """A figure, odd or not."""
        draw = self._random
        if draw.random() < 0.4:
            return draw.choice(NUMBERS)
        size = 10 ** draw.uniform(-4, 15)
        style = draw.choice(("{:.0f}", "{:,.0f}", "{:.2f}", "{:g}", "{:e}", "{:,.3f}"))
        shown = style.format(size)
        return shown.translate(draw.choice(({}, str.maketrans(",.", ".,"), {44: " "})))

    def _mixed(self) -> str:
        draw = self._random
        pieces = [self._piece() for _ in range(draw.randint(0, 15))]
        return draw.choice(JOINS).join(pieces)

    def _changed(self) -> str:
        """A question of the corpus with a few slips."""
        draw = self._random
        words = draw.choice(self._texts).split()
        for _ in range(draw.randint(0, 4)):
            at = draw.randrange(len(words))
            change = draw.randrange(6)
            if change == 0 and len(words) > 1:
                del words[at]
            elif change == 1:
                words.insert(at, self._piece())
            elif change == 2:
                words[at] = self._number()
            elif change == 3:
                words[at] = self._misspelt(words[at])
            elif change == 4:
                words[at] = draw.choice((str.upper, str.lower, str.swapcase, str.title))(words[at])
            else:
                other = draw.randrange(len(words))
                words[at], words[other] = words[other], words[at]
        return " ".join(words)

    def _misspelt(self, word: str) -> str:
        draw = self._random
        at = draw.randrange(len(word) + 1)
        letter = draw.choice("abcdefghijklmnoprstuwyząęłóśćńżź0159.,-' ")
        return draw.choice((word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[::-1]))

    def _noisy(self) -> str:
        """A question of the corpus with noise between its letters."""
        draw = self._random
        letters = list(draw.choice(self._texts))
        for _ in range(draw.randint(1, 8)):
            letters.insert(draw.randint(0, len(letters)), draw.choice(NOISE))
        return "".join(letters)

    def _asked(self) -> str:
        """Something that looks like a question: a quantity, figures with units, names."""
        draw = self._random
        pieces = [
            draw.choice(("how much", "how many", "ile", "jaka jest", "what is the", "czy", ""))
        ]
        pieces += [draw.choice(self._phrases) for _ in range(draw.randint(0, 2))]
        pieces += [
            f"{self._number()} {draw.choice(self._units + self._names)}"
            for _ in range(draw.randint(0, 4))
        ]
        pieces += [draw.choice(self._names) for _ in range(draw.randint(0, 2))]
        draw.shuffle(pieces)
        return " ".join(pieces) + draw.choice(("?", "", ".", "??"))

    def _follow(self) -> str:
        draw = self._random
        rest = draw.choice((self._number, self._piece, lambda: "", self._asked))()
        return draw.choice(STARTS) + rest

    def _glued(self) -> str:
        draw = self._random
        return "".join(self._piece() for _ in range(draw.randint(1, 30)))

    def _long(self) -> str:
        """As long as a text may be: one word, the same again and again, or many."""
        draw = self._random
        kind = draw.randrange(5)
        if kind == 0:
            return draw.choice("aż1h.-'%𝟏") * draw.randint(MAX_TEXT // 2, MAX_TEXT)
        if kind == 1:
            return (self._piece() + draw.choice(JOINS)) * MAX_TEXT
        if kind == 2:
            return f"{self._number()} " * MAX_TEXT
        if kind == 3:
            alphabet = [chr(draw.randrange(32, 0x3000)) for _ in range(30)]
            return "".join(draw.choices(alphabet, k=MAX_TEXT))
        return " ".join(self._piece() for _ in range(MAX_TEXT))


class Timed(NamedTuple):
    """A message, what it went on from, and the seconds that it took at first and once warm."""

    text: str
    after: str | None
    first: float
    warm: float


class Hung(BaseException):
    """Raised into a message that takes too long; nothing on the way catches it."""


class Crash(NamedTuple):
    """A message that the parser fell over, or hangs on."""

    text: str
    after: str | None
    trace: str


class Run(NamedTuple):
    """What came of a run."""

    told: int
    crashes: list[Crash]
    hangs: list[Crash]
    """Messages that were broken off."""
    slow_first: int
    """Messages that took longer than ``MOST_TIME`` when they were told the first time."""
    slowest_first: list[Timed]
    slowest: list[Timed]
    """By their warm times."""


def tell_all(  # noqa: PLR0915 - one loop that measures
    engine: Engine,
    talk: Talk,
    count: int,
    seed: int,
    *,
    given_up: float = GIVEN_UP,
    within: float = math.inf,
) -> Run:
    """Tell messages, alone and as going on from random others, and measure each.

    One that takes longer than ``given_up`` is broken off and counts as hanging; after ``within``
    seconds no more are told.

    The collector is off while a message is told and runs between messages. What took longer than
    ``MOST_TIME`` is told again at once: its warm time is the least of these, with its words
    looked up and its relations planned. All others have been told once, and that is their time.
    """
    fuzz, draw = Fuzz(engine.facts, seed), random.Random(seed + 1)
    states: list[State | None] = [None]
    before_us = signal.signal(signal.SIGALRM, _give_up)
    crashes: list[Crash] = []
    hangs: list[Crash] = []
    first: list[tuple[float, int, Timed]] = []
    warm: list[tuple[float, int, Timed]] = []
    slow = told_of = 0
    began = time.perf_counter()
    gc.collect()
    gc.disable()
    try:
        for number in range(count):
            if time.perf_counter() - began > within:
                break
            told_of += 1
            text = fuzz.message()
            before = draw.choice(states) if draw.random() < 0.6 else None
            after = before.text if before else None
            lang = draw.choice(LANGUAGES)
            try:
                signal.setitimer(signal.ITIMER_REAL, given_up)
                took, told = _timed(talk, text, before, lang)
                again = took
                if took > MOST_TIME:
                    slow += 1
                    signal.setitimer(signal.ITIMER_REAL, 0)
                    again = min(_timed(talk, text, before, lang)[0] for _ in range(REPEATS))
                _look_at(told)
            except Hung:
                hangs.append(Crash(text, after, traceback.format_exc()))
                continue
            except Exception:  # noqa: BLE001 - every crash is counted, none ends the run
                crashes.append(Crash(text, after, traceback.format_exc()))
                continue
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            _keep(states, told.state, draw)
            timed = Timed(text, after, took, again)
            for heap, key in ((first, took), (warm, again)):
                heapq.heappush(heap, (key, number, timed))
                if len(heap) > SLOWEST:
                    heapq.heappop(heap)
            if number % EVERY == 0:
                gc.collect()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before_us)
        gc.enable()
    order = [[each for *_, each in sorted(heap, reverse=True)] for heap in (first, warm)]
    return Run(told_of, crashes, hangs, slow, *order)


def _give_up(*_: object) -> None:
    raise Hung


def _timed(talk: Talk, text: str, before: State | None, lang: Lang) -> tuple[float, Told]:
    start = time.perf_counter()
    told = talk.tell(text, before, lang)
    return time.perf_counter() - start, told


def _look_at(told: Told) -> None:
    """What every door does with an answer; the texts of it are composed only now."""
    assert told.answer.text.strip()
    assert told.answer.question.lang in LANGUAGES
    assert all(choice.text for choice in told.choices)
    told.answer.model_dump_json()


def _keep(states: list[State | None], state: State | None, draw: random.Random) -> None:
    if len(states) < KEPT:
        states.append(state)
    else:
        states[draw.randrange(KEPT)] = state


def lines(run: Run) -> Iterator[str]:
    """A report."""
    yield f"{run.told:,} messages, {len(run.crashes)} crashes, {len(run.hangs)} broken off"
    yield f"longer than {MOST_TIME * 1e3:g} ms the first time: {run.slow_first:,}"
    yield "slowest the first time, planning and looking words up included (ms, and once warm)"
    yield from map(_line, run.slowest_first)
    yield "slowest once warm (ms the first time, and once warm)"
    yield from map(_line, run.slowest)
    yield from (f"CRASH {lines_of(each)}" for each in run.crashes)
    yield from (f"BROKEN OFF {lines_of(each)}" for each in run.hangs)


def lines_of(crash: Crash) -> str:
    """A crash: the whole text, and where it happened."""
    trace = "\n  ".join(crash.trace.splitlines()[-8:])
    return f"{crash.text!a}\n  after {crash.after!a}\n  {trace}"


def _line(each: Timed) -> str:
    cut = each.text if len(each.text) <= 120 else f"{each.text[:120]}… ({len(each.text)})"
    after = f"  after {each.after[:80]!r}" if each.after else ""
    return f"  {each.first * 1e3:8.1f} {each.warm * 1e3:8.1f}  {cut!r}{after}"


def main() -> None:
    """Tell and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_500)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--given-up", type=float, default=GIVEN_UP)
    parser.add_argument("--within", type=float, default=math.inf)
    options = parser.parse_args()
    engine = curated()
    talk = Talk(engine)
    start = time.perf_counter()
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    run = tell_all(
        engine,
        talk,
        options.count,
        options.seed,
        given_up=options.given_up,
        within=options.within,
    )
    profile.disable()
    print("\n".join(lines(run)).encode("utf-8", "backslashreplace").decode())  # noqa: T201
    print(f"{time.perf_counter() - start:.0f} s in all")  # noqa: T201
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        pstats.Stats(profile).sort_stats("cumtime").print_stats(45)


if __name__ == "__main__":
    main()
