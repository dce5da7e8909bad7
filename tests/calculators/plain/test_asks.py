"""What can't be answered as it is: one short question back, in the language of the message."""

from __future__ import annotations

import pytest

from calculators.plain.talk import Talk

CASES = [
    # text, language, code, the beginning of one of the messages to pick (none: nothing to pick)
    ("how is the weather in Warsaw", "en", "not_ours", "How much power do 100,000 H100s draw?"),
    ("jaka będzie jutro pogoda", "pl", "not_ours", "Ile mocy pobiera 100 tys. H100?"),
    ("", "en", "not_ours", "How much power do 100,000 H100s draw?"),
    ("power draw of 1,000 GTX 4090s", "en", "name_of_nothing", None),
    ("CO2 of 10 GWh in Mordor", "en", "name_of_nothing", None),
    ("ile MW weźmie 100 tys. H1000", "pl", "unknown_name", None),
    ("how much power do 1.000 H100s use", "en", "two_ways", "how much power do 1000 H100s use"),
    ("jaką moc pobiera 2.000 H100?", "pl", "two_ways", "jaką moc pobiera 2000 H100?"),
    (
        "how many homes can you power with 40",
        "en",
        "which_unit",
        "how many homes can you power with 40 MW",
    ),
    ("ile domów zasili 60", "pl", "which_unit", "ile domów zasili 60 MW"),
    ("co2 from training llama", "en", "which_one", "co2 from training Llama 3.1"),
    ("compare the H100 with the 200", "en", "which_one", "compare the H100 with the NVIDIA H200"),
    ("power of 50,000 accelerators", "en", "which_kind", "power of 50,000 accelerators, h100?"),
    ("ile mocy bierze tysiąc kart", "pl", "which_kind", "ile mocy bierze 1000 kart, h100?"),
    ("how long to copy 2 PB", "en", "also_needed", None),
    ("tens of thousands of H100s: how many MW?", "en", "how_many", "20000 of H100s"),
    ("kilkadziesiąt tysięcy H100 to ile MW?", "pl", "how_many", "20000 H100 to ile MW?"),
    ("how many homes does 370 GWh supply with 500 TB", "en", "left_over", None),
    ("is 5 MW enough?", "en", "what_of_it", "is 5 MW enough: homes?"),
    ("a w Polsce?", "pl", "nothing_before", "a w Polsce: zużycie energii jednego gospodarstwa"),
    ("energy of 1,000 H100s at 150% utilisation", "en", "out_of_range", None),
    ("how much do 2.5 H100s draw?", "en", "not_whole", None),
    ("ile prądu bierze minus pięć kart H100", "pl", "not_positive", None),
]
CODES = {code for _, _, code, _ in CASES}


@pytest.mark.parametrize(("text", "lang", "code", "choice"), CASES, ids=[each[0] for each in CASES])
def test_it_asks_back(talk: Talk, text: str, lang: str, code: str, choice: str | None):
    told = talk.tell(text)
    assert told.answer.refusal is not None, told.answer.text
    assert (told.answer.refusal.code, told.answer.question.lang) == (code, lang)
    begins = [each.text.startswith(choice) for each in told.choices if choice]
    assert any(begins) == bool(choice), told.choices
    assert len(told.choices) <= 5
    assert all(each.label for each in told.choices)


@pytest.mark.parametrize(
    ("text", "code", "choice"), [(text, code, choice) for text, _, code, choice in CASES if choice]
)
def test_what_can_be_picked_is_answered(talk: Talk, text: str, code: str, choice: str):
    """Each choice is a whole message: told, it no longer asks the same."""
    told = talk.tell(text)
    picked = next(each for each in told.choices if each.text.startswith(choice))
    after = talk.tell(picked.text, told.state).answer
    assert after.refusal is None, after.text


def test_an_example_of_what_is_missing_is_read(talk: Talk):
    told = talk.tell("how long to copy 2 PB")
    assert told.answer.refusal is not None
    (line,) = told.answer.refusal.suggestions
    answer = talk.tell(line).answer
    assert [each.quantity for each in answer.results] == ["transfer_time"]
