"""Conversations in plain words, and what each reply must show: asked in Discord and in a terminal.

The figures are worked out by hand from the facts files, never taken from a reply:

* rated power of an accelerator: H100 700 W (``h100-device-power``), B200 1,000 W
  (``b200-device-power``);
* a server of eight: DGX H100 10.2 kW (``dgx-h100``), so 1.275 kW for each; DGX B200 14.3 kW
  (``dgx-b200``), so 1.7875 kW for each;
* PUE where none is given: 1.56 (``industry-pue-2024``).

What is "about" is shown with three digits, everything else with four.
"""

from __future__ import annotations

from typing import NamedTuple

from calculators.language import Lang

FORGET = "/forget"


class Line(NamedTuple):
    """What is said, and parts of what is shown; ``read``: of the line that says how it was read."""

    said: str
    shows: tuple[str, ...]
    read: tuple[str, ...] = ()


class Conversation(NamedTuple):
    """Lines that go on from each other, all in one language."""

    lang: Lang
    lines: tuple[Line, ...]


class Question(NamedTuple):
    """A question that leaves the device open, the one to pick, and what comes out."""

    lang: Lang
    said: str
    device: str
    line: Line


ENGLISH = Conversation(
    "en",
    (
        Line(
            "How much power do 20,000 H100s draw?",
            # 20,000 × 700 W; × 1.275 kW = 25.5 MW; × 1.56 = 39.78 MW
            ("14 MW at full load", "25.5 MW", "about 39.8 MW"),
            ("20,000 × NVIDIA H100 SXM", "PUE about 1.56"),
        ),
        Line(
            "and with B200?",
            # 20,000 × 1,000 W; × 1.7875 kW = 35.75 MW; × 1.56 = 55.77 MW
            ("20 MW at full load", "35.75 MW", "about 55.8 MW"),
            ("20,000 × NVIDIA B200", "PUE about 1.56"),
        ),
        Line(
            "double it",
            # 40,000 × 1,000 W; × 1.7875 kW = 71.5 MW; × 1.56 = 111.54 MW
            ("40 MW at full load", "71.5 MW", "about 112 MW"),
            ("40,000 × NVIDIA B200",),
        ),
        Line(
            "at PUE 1.1",
            # 71.5 MW × 1.1
            ("78.65 MW at full load at the utility meter",),
            ("40,000 × NVIDIA B200", "PUE 1.1"),
        ),
        Line(FORGET, ("Forgotten.",)),
        Line("and with B200?", ("nothing that", "could go on from")),
    ),
)
POLISH = Conversation(
    "pl",
    (
        Line(
            "Ile mocy pobiera 10 tys. H100?",
            # 10,000 × 700 W; × 1.275 kW = 12.75 MW; × 1.56 = 19.89 MW
            ("7 MW przy pełnym obciążeniu", "12,75 MW", "około 19,9 MW"),
            ("10 000 × NVIDIA H100 SXM", "PUE około 1,56"),
        ),
        Line(
            "a z B200?",
            # 10,000 × 1,000 W; × 1.7875 kW = 17.875 MW; × 1.56 = 27.885 MW
            ("10 MW przy pełnym obciążeniu", "17,88 MW", "około 27,9 MW"),
            ("10 000 × NVIDIA B200",),
        ),
        Line(
            "przy PUE 1,3",
            # 17.875 MW × 1.3 = 23.2375 MW
            ("23,24 MW przy pełnym obciążeniu na liczniku",),
            ("10 000 × NVIDIA B200", "PUE 1,3"),
        ),
        Line(FORGET, ()),
        Line(
            "Ile mocy pobiera 20 tys. B200?",
            # 20,000 × 1,000 W; × 1.7875 kW = 35.75 MW: the PUE of before is forgotten, × 1.56
            ("20 MW przy pełnym obciążeniu", "35,75 MW", "około 55,8 MW"),
            ("20 000 × NVIDIA B200", "PUE około 1,56"),
        ),
    ),
)
CONVERSATIONS = (ENGLISH, POLISH)

OPEN = (
    Question(
        "en",
        "How much power do 50,000 accelerators draw?",
        "NVIDIA H100 SXM",
        # 50,000 × 700 W; × 1.275 kW = 63.75 MW; × 1.56 = 99.45 MW
        Line("", ("35 MW at full load", "63.75 MW", "about 99.5 MW"), ("50,000 × NVIDIA H100",)),
    ),
    Question(
        "pl",
        "Ile mocy pobiera 50 tys. akceleratorów?",
        "NVIDIA B200 (HGX)",
        # 50,000 × 1,000 W; × 1.7875 kW = 89.375 MW; × 1.56 = 139.425 MW
        Line(
            "",
            ("50 MW przy pełnym obciążeniu", "89,38 MW", "około 139 MW"),
            ("50 000 × NVIDIA B200",),
        ),
    ),
)

ELSEWHERE = (
    ("en", "What's the best pizza in town?", "I answer questions about AI infrastructure"),
    ("en", "tell me a joke", "I answer questions about AI infrastructure"),
    ("pl", "Jaka będzie jutro pogoda?", "Odpowiadam na pytania o infrastrukturę AI"),
    ("pl", "Polecisz dobrą pizzerię w Krakowie?", "Odpowiadam na pytania o infrastrukturę AI"),
)
"""What isn't about infrastructure, and the line it gets."""

EXAMPLES = {
    "en": (
        "How much power do 100,000 H100s draw?",
        "How many US homes could 370 GWh a year supply?",
        "Does the 34 million homes figure hold?",
    ),
    "pl": (
        "Ile mocy pobiera 100 tys. H100?",
        "Ilu polskim gospodarstwom wystarczy 370 GWh rocznie?",
        "Czy 34 mln gospodarstw w artykule to prawda?",
    ),
}
"""What is offered instead."""

FIRST_EXAMPLE = {
    # 100,000 × 700 W; × 1.275 kW = 127.5 MW; × 1.56 = 198.9 MW
    "en": ("70 MW at full load", "127.5 MW", "about 199 MW"),
    "pl": ("70 MW przy pełnym obciążeniu", "127,5 MW", "około 199 MW"),
}
BARE = "H100 TDP?"
"""What is said alike in both languages: the reply is in the reader's."""
BARE_SHOWS = {
    # h100-device-power
    "en": ("rated power of one accelerator 700 W",),
    "pl": ("moc znamionowa jednego akceleratora 700 W",),
}
HEADINGS = {"en": ("Working", "Sources"), "pl": ("Obliczenia", "Źródła")}


def spaced(text: str) -> str:
    """A text with every space an ordinary one."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
