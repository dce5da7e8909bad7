"""What goes on from a question, or answers what was asked back: each case worked out by hand."""

from __future__ import annotations

import re

import pytest

from calculators.plain.talk import State, Talk, Told

RENT = "rent 64 H100s for 3 weeks at $2.20 an hour, total?"
SEEN = "W 54 dni na 16 384 kartach było 419 przerw. Co ile przerwa przy 100 tys.?"
BILL = "electricity bill for 10,000 H100s for a year at 7 cents per kWh"
GRID = "We have a 90 MW grid connection. How many H100s fit behind it if the PUE is 1.25?"
POWER = "power draw of 24k h100 gpus please"
COPY = "how long does it take to copy 2 PB over 8 links of 400 Gb/s?"


def last(talk: Talk, *texts: str) -> Told:
    """What the last of some messages is told."""
    state: State | None = None
    for text in texts:
        found = talk.tell(text, state)
        state = found.state
    return found


def shown(told: Told) -> str:
    """How a message was read, and the answer."""
    return re.sub(r"\s", " ", f"{told.answer.reply.read} {told.answer.reply.headline}")


CHANGED = [
    # 50,000 / 5 years = 10,000 a year = 27.4 a day
    (("Replacement rate for 50,000 GPUs that live 3 years", "and if they last five?"), "27.4"),
    # 30 MW × 1.25^5, and no growth of 25 % in all
    (("30 MW now growing 40% a year, where are we in five years?", "at 25%?"), "91.55 MW"),
    # 2 PB × 8 / (8 × 800 Gbit/s) = 2,500 s
    ((COPY, "and how long on 800G links"), "41.67 min"),
    # 1,000 × 1.275 kW × 0.61 × 1.56 × 720 h × 0.15 USD/kWh
    (
        ("A thousand H100s, 30 days, power at $0.09/kWh. Electricity cost?", "make it 15 cents"),
        "131,000 USD",
    ),
    # 64 × 504 h × 1.10 USD/h
    ((RENT, "half the price"), "35,480 USD"),
    # 20 MW / 1.25 / (14.3 kW / 8)
    (
        (
            "mamy 12 MW na przyłączu, PUE 1,25. ile B200 tam wejdzie?",
            "Gdybyśmy mieli przyłącze 20 MW, to ile by weszło?",
        ),
        "8951 akceleratorów",
    ),
    # 500 GWh × 3,600 J/Wh
    # 2 PB × 8 / 400 Gbit/s = 40,000 s, and no 400 PB: it stands behind the same word
    (("How long to move 2 PB at 100 Gb/s?", "and at 400?"), "11.11 h"),
    # 40 MW / 5 MW, and no power of 5 MW
    (("how many generators of 2.5 MW for 40 MW", "with 5 MW ones?"), "8 units"),
    # 20 MW of the servers and 24 MW: a new power of the one leaves the other
    (("PUE przy 20 MW IT i 27 MW na liczniku?", "a gdyby na liczniku było 24 MW?"), "PUE 1,2"),
    # 3 × 64 × 504 h × 2.20 USD/h
    ((RENT, "three times as many cards"), "212,900 USD"),
    (("convert 370 GWh to GJ", "and 500 GWh?"), "1,800,000 GJ"),
    (
        ("Convert 5,000 TPU v5p chips to H100 equivalents", "and the same number of Gaudi 3?"),
        "5,000 × Intel Gaudi 3 (OAM)",
    ),
]


@pytest.mark.parametrize(("texts", "expected"), CHANGED, ids=[each[-1] for each, _ in CHANGED])
def test_a_figure_takes_the_place_of_one_like_it(talk: Talk, texts: tuple[str, ...], expected: str):
    assert expected in shown(last(talk, *texts))


CONDITIONS = [
    # 106.28 GWh × 0.0623 USD/kWh, and × 0.5375 PLN/kWh; Poland has a price, so 7 cents don't hold
    ((BILL, "and at Tennessee prices?"), "6.62 million USD"),
    ((BILL, "and in Poland?"), "57.1 million PLN"),
    # 30 GWh × 0.1941 EUR/kWh
    (("Koszt 30 GWh energii w Tennessee", "a po stawce unijnej?"), "5,82 mln EUR"),
]


@pytest.mark.parametrize(
    ("texts", "expected"), CONDITIONS, ids=[each[-1] for each, _ in CONDITIONS]
)
def test_what_words_say_it_is_at_is_a_condition(talk: Talk, texts: tuple[str, ...], expected: str):
    assert expected in shown(last(talk, *texts))


RESULTS = [
    # 45 MW × 8,760 h × 0.45 PLN/kWh
    (
        (
            "Centrum danych bierze równo 45 MW, dzień i noc. Ile to energii w ciągu roku?",
            "A gdy kWh kosztuje 45 groszy, to jaki rachunek za rok?",
        ),
        "177,4 mln PLN",
    ),
    # 419 × 100,000 / 16,384 × 30 / 54, and no interruption every 30 days; 90 days are 3 times 30
    ((SEEN, "To ilu przerw mam się spodziewać przez 30 dni?"), "1421 przerw"),
    ((SEEN, "To ilu przerw mam się spodziewać przez 30 dni?", "a przez 90?"), "4262 przerw"),
    # of an energy the cost is that of electricity: 1,062.84 GWh × 0.0806 USD/kWh
    (("Ile prądu zużywa Colossus rocznie?", "ile to kosztuje?"), "85,7 mln USD"),
]


@pytest.mark.parametrize(("texts", "expected"), RESULTS, ids=[each[-1] for each, _ in RESULTS])
def test_what_follows_keeps_what_was_given(talk: Talk, texts: tuple[str, ...], expected: str):
    assert expected in shown(last(talk, *texts))


COMPARED = [
    # the data sheets: dense FP8 of both; 80 GB and 192 GB
    (
        ("H100 kontra B200 – ile razy szybszy w FP8 jest ten drugi?", "a H200 wobec B200?"),
        ("FP8", "NVIDIA H200 SXM, FP8 → 1,979 PFLOPS", "4,5 PFLOPS"),
    ),
    (("compare memory of H100 and H200", "and B200?"), ("80 GB", "192 GB for NVIDIA B200")),
    # 1,000 × 700 W and 750 W
    (
        ("Compare the power of 1000 H100s and 1000 B200s", "and H200 against MI300X?"),
        ("700 kW for 1,000 × NVIDIA H200", "750 kW for 1,000 × AMD Instinct MI300X"),
    ),
]


@pytest.mark.parametrize(("texts", "expected"), COMPARED, ids=[each[-1] for each, _ in COMPARED])
def test_others_are_compared_in_the_same_way(
    talk: Talk, texts: tuple[str, ...], expected: tuple[str, ...]
):
    told = shown(last(talk, *texts))
    assert all(each in told for each in expected), told


ASKED = [
    ((RENT, "what if it were cheaper?"), "how_far"),
    (("Wynajem 64 H100 na 3 tygodnie po 2,2 USD/h, ile?", "a jakby było taniej?"), "how_far"),
    # a power has no cost of its own: electricity, accelerators or renting
    ((POWER, "what does that cost?"), "which_one"),
    # a place says nothing of a power
    ((POWER, "and in Poland?"), "left_over"),
    # how 28k was meant was never said, so that it isn't kept
    (("what's the cost of buying 2000 H100s at 28k each", "and 3000?"), "what_of_it"),
    # what words call a PUE is no other figure that 0.5 could be
    ((GRID, "ok and with a pue of 0.5?"), "out_of_range"),
]


CODES = {code for _, code in ASKED}
"""The refusals that are met here."""


@pytest.mark.parametrize(("texts", "code"), ASKED, ids=[each[-1] for each, _ in ASKED])
def test_what_goes_on_may_be_asked_back(talk: Talk, texts: tuple[str, ...], code: str):
    refusal = last(talk, *texts).answer.refusal
    assert refusal is not None
    assert refusal.code == code


ANSWERS = [
    # 64 × 504 h × 1.80 USD/h
    ((RENT, "what if it were cheaper?", "$1.80"), "58,060 USD"),
    ((POWER, "what does that cost?", "the electricity"), "Cost of electricity: 24,000 × NVIDIA"),
    # 30,000 × 700 W
    (("tens of thousands of H100s: how many MW?", "say 30,000"), "21 MW"),
    (("compare the H100 with the 200", "H200"), "for NVIDIA H200 SXM"),
    # 40 GWh / 10,715 kWh
    (("how many homes can you power with 40", "GWh"), "3,730 homes"),
    # the model card: 8,930 t, and not the three models together
    (("co2 from training llama", "the 405B one"), "8.93 kt"),
    (("ile mocy bierze tysiąc kart", "te H100"), "1000 × NVIDIA H100 SXM"),
]


@pytest.mark.parametrize(("texts", "expected"), ANSWERS, ids=[each[-1] for each, _ in ANSWERS])
def test_a_short_answer_completes_what_was_asked_back(
    talk: Talk, texts: tuple[str, ...], expected: str
):
    assert expected in shown(last(talk, *texts))


def test_small_talk_leaves_what_was_asked(talk: Talk):
    # 48,000 × 700 W
    assert "33.6 MW" in shown(last(talk, POWER, "thanks!", "and 48,000?"))


def test_what_an_amount_is_held_against_may_change(talk: Talk):
    # 12,000 × 1.275 kW × 1.56 = 23.9 MW
    texts = ("is 20 MW enough for 10,000 H100s?", "and for 12,000?")
    assert "It isn't enough." in shown(last(talk, *texts))


def test_a_unit_that_costs_money_is_what_it_is_the_price_of(talk: Talk):
    # 45 GWh × 0.08 USD/kWh
    assert "3.6 million USD" in shown(last(talk, "what do 45 GWh cost when a kWh costs 8 cents"))


def test_it_is_isnt_about_it(talk: Talk):
    # 500 × 1.7875 kW × 0.61 × 1.56 × 730 h × 0.06 USD/kWh: at the meter, not of the servers only
    texts = (
        "electricity cost of 500 B200s for a month at 0.08 USD/kWh",
        "what if it's only 6 cents?",
    )
    assert "37,300 USD" in shown(last(talk, *texts))
