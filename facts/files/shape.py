"""What stands in a moderator's file: the fields of its entries, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping

from facts.loaded import LoadedFact
from facts.phrases import Phrase
from facts.schema import Kind, Model, Qualifier, Subject

"""In a file, and held by a server: so many, written out, are a file that can be read again."""

SECTIONS: Mapping[str, Phrase] = {
    "about": Phrase("any remarks; they aren't read"),
    "subjects": Phrase("what figures can be about, beside what the bot knows already"),
    "facts": Phrase("the figures"),
}
REMOVE = "remove"
FACT_FIELDS: Mapping[str, Phrase] = {
    "subject": Phrase(
        "what the figure is about: an id, a name or an alias; without it the figure is your own, "
        "and holds wherever an answer here would assume one"
    ),
    "quantity": Phrase("which quantity it is, by its name, such as pue or device_power"),
    "value": Phrase("the figure; its unit may stand behind it"),
    "low": Phrase("the low end of a range"),
    "high": Phrase("the high end of a range"),
    "unit": Phrase("the unit, such as W, USD/kWh or %; pure numbers need none"),
    "qualifier": Phrase("how it is meant: one of {qualifiers}", qualifiers=", ".join(Qualifier)),
    "as_of": Phrase("when the figure held: YYYY, YYYY-MM or YYYY-MM-DD"),
    "source": Phrase("where it is from: a document, a meter, a contract"),
    "url": Phrase("the address of the source, if it has one; it begins with https://"),
    "scope": Phrase("what the figure covers, where its quantity alone doesn't say"),
    "note": Phrase("what a reader must know to read it rightly"),
    REMOVE: Phrase("true takes the fact away; then only subject and quantity are given"),
}
SUBJECT_FIELDS: Mapping[str, Phrase] = {
    "kind": Phrase("what it is: one of {kinds}", kinds=", ".join(Kind)),
    "name": Phrase("its name, as answers show it"),
    "aliases": Phrase("other names that people type"),
    "links": Phrase(
        "subjects whose facts hold for it too: device, server, operator, region or fleet"
    ),
    "lacks": Phrase("quantities that it has none of"),
    "note": Phrase("what a reader must know of it"),
    REMOVE: Phrase("true takes the subject away; then nothing else is given"),
}
COLUMNS = tuple(FACT_FIELDS)
"""Of a CSV table, in the order in which it is written."""
FIELDS: Mapping[type[Model], Mapping[str, Phrase]] = {
    LoadedFact: FACT_FIELDS,
    Subject: SUBJECT_FIELDS,
}
"""What describes the fields of which model."""
