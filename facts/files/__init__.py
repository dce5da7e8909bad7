"""Moderators' files: read, compared with what is held, written, and templates to fill in."""

from facts.files.compare import Change, Comparison, compare
from facts.files.doubts import Doubt, doubts
from facts.files.formats import FORMATS, MAX_BYTES, Format
from facts.files.known import Known
from facts.files.reading import FileRead, read_file, read_form, read_path
from facts.files.shape import COLUMNS, FACT_FIELDS, SECTIONS, SUBJECT_FIELDS
from facts.files.template import template
from facts.files.writing import SubjectsInCsv, write

__all__ = [
    "COLUMNS",
    "FACT_FIELDS",
    "FORMATS",
    "MAX_BYTES",
    "SECTIONS",
    "SUBJECT_FIELDS",
    "Change",
    "Comparison",
    "Doubt",
    "FileRead",
    "Format",
    "Known",
    "SubjectsInCsv",
    "compare",
    "doubts",
    "read_file",
    "read_form",
    "read_path",
    "template",
    "write",
]
