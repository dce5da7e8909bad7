"""Files that mean harm; run as a program, it reads one of them within limits of the system.

    python -m tests.files.hostile [NAME…]

Each is read in a process of its own that may use no more than so much processor time and memory
beyond what it had: the system ends it otherwise. Printed is what was found and what it took.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from calculators.engine import curated
from calculators.loading import known_to
from facts import FactsError
from facts.files import MAX_BYTES, Known, read_file

SECONDS = float(os.environ.get("RACKMATH_HOSTILE_SECONDS", "2"))
"""Of processor time: twice the mark, as a machine under load runs a process slower."""
MEMORY = 64 * 2**20
HEAD = b"facts:\n"
FULL = MAX_BYTES - 100


def filled(piece: str, most: int = FULL, start: str = "", end: str = "") -> bytes:
    """A piece again and again, up to a size; a {} in it is a running number."""
    pieces, size, number = [], 0, 0
    while size < most:
        pieces.append(piece.replace("{}", str(number)))
        size, number = size + len(pieces[-1]), number + 1
    return f"{start}{''.join(pieces)}{end}".encode()


def laughs() -> bytes:
    names = "abcdefghijklmnop"
    lines = ["a: &a [x, x]"]
    for before, after in pairwise(names):
        lines.append(f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines).encode()


CASES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "ten mebibytes and a byte": ("a.yaml", lambda: b" " * (10 * 2**20 + 1)),
    "a zip": ("a.csv", lambda: b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)) * 100),
    "a zip named yaml": ("a.yaml", lambda: b"PK\x03\x04" + b"\0" * 5000),
    "a workbook": ("a.xlsx", lambda: b"PK\x03\x04"),
    "a path": ("../../etc/passwd", lambda: b""),
    "bad UTF-8": ("a.json", lambda: b'{"facts": ["\xff\xfe"]}'),
    "UTF-16": ("a.csv", lambda: "subject,quantity\n".encode("utf-16")),
    "NUL in CSV": ("a.csv", lambda: b"subject,quantity\nh100,\0\n"),
    "NUL in TOML": ("a.toml", lambda: b"facts = '\0'"),
    "YAML laughs": ("a.yaml", laughs),
    "YAML brackets": ("a.yaml", lambda: b"[" * FULL),
    "YAML braces": ("a.yaml", lambda: b"{a: " * (FULL // 4)),
    "YAML dashes": ("a.yaml", lambda: b"- " * (FULL // 2)),
    "YAML questions": ("a.yaml", lambda: b"? " * (FULL // 2)),
    "YAML flow": ("a.yaml", lambda: filled("1,", start="facts: [", end="]")),
    "YAML empty lists": ("a.yaml", lambda: filled("[],", start="facts: [", end="]")),
    "YAML directives": ("a.yaml", lambda: filled("%TAG !{}! x\n", end="--- a")),
    "YAML documents": ("a.yaml", lambda: filled("---\n")),
    "YAML one key": ("a.yaml", lambda: filled("a: 1\n")),
    "YAML many keys": ("a.yaml", lambda: filled("k{}: 1\n")),
    "YAML keys twice": ("a.yaml", lambda: filled("k{}: 1\n", FULL // 2) * 2),
    "YAML fields": ("a.yaml", lambda: filled("  k{}: 1\n", start="facts:\n- quantity: pue\n")),
    "YAML fields twice": ("a.yaml", lambda: filled("  unit: W\n", start="facts:\n- value: 1\n")),
    "YAML small facts": ("a.yaml", lambda: filled("- a: {}\n", 20_000, start="facts:\n")),
    "YAML misspelt": ("a.yaml", lambda: filled("- {quantity: pu, uni: w}\n", 52_000, "facts:\n")),
    "YAML long text": ("a.yaml", lambda: filled("x", start="facts:\n- source: ")),
    "YAML folded": ("a.yaml", lambda: filled("x\n  ", start="facts:\n- source: >\n  ")),
    "YAML comments": ("a.yaml", lambda: filled("#\n")),
    "YAML digits": ("a.yaml", lambda: b"facts:\n- {quantity: pue, value: " + b"9" * 10_000 + b"}"),
    "YAML long key": ("a.yaml", lambda: b"subjects:\n  " + b"a" * 1000 + b": {kind: device}\n"),
    "YAML subjects": (
        "a.yaml",
        lambda: filled(
            "  s{}: {kind: device, name: N{}, links: {server: x{}}}\n", 100_000, "subjects:\n"
        ),
    ),
    "YAML aliases": (
        "a.yaml",
        lambda: filled("n{},", 600_000, "subjects:\n  a: {kind: device, name: A, aliases: [", "]}"),
    ),
    "JSON brackets": ("a.json", lambda: b"[" * FULL),
    "JSON braces": ("a.json", lambda: b'{"a":' * (FULL // 5)),
    "JSON flow": ("a.json", lambda: filled("1,", start='{"facts":[', end="1]}")),
    "JSON empty lists": ("a.json", lambda: filled("[],", start='{"facts":[', end="1]}")),
    "JSON one key": ("a.json", lambda: filled('"a":1,', start="{", end='"a":1}')),
    "JSON keys twice": ("a.json", lambda: b"{" + filled('"{}":1,', FULL // 2) * 2 + b'"a":1}'),
    "JSON digits": (
        "a.json",
        lambda: b'{"facts":[{"quantity":"pue","value":' + b"9" * 10_000 + b"}]}",
    ),
    "JSON exponent": ("a.json", lambda: b'{"facts":[{"quantity":"pue","value":1e999999999}]}'),
    "JSON NaN": ("a.json", lambda: b'{"facts":[{"quantity":"pue","value":NaN}]}'),
    "TOML brackets": ("a.toml", lambda: b"a = " + b"[" * FULL),
    "TOML braces": ("a.toml", lambda: b"a = " + b"{a=" * 20_000),
    "TOML list": ("a.toml", lambda: filled("1,", start="a = [", end="]")),
    "TOML short list": ("a.toml", lambda: filled("1,", 99_000, "a = [", "]")),
    "TOML tables": ("a.toml", lambda: filled("[t{}]\n", 80_000)),
    "TOML dotted key": ("a.toml", lambda: filled("a.", end="a = 1")),
    "TOML dotted table": ("a.toml", lambda: filled("a . ", start="[", end="a]")),
    "TOML quoted key": ("a.toml", lambda: filled('"".', end="a = 1")),
    "TOML one word": ("a.toml", lambda: filled("a")),
    "TOML quotes": ("a.toml", lambda: filled('"')),
    "TOML keys": ("a.toml", lambda: filled("k{} = 1\n")),
    "TOML digits": ("a.toml", lambda: b"[[facts]]\nvalue = " + b"9" * 10_000),
    "TOML hexadecimal": ("a.toml", lambda: filled("f", start="[[facts]]\nvalue = 0x")),
    "TOML escapes": ("a.toml", lambda: filled("\\n", start='[[facts]]\nsource = "', end='"')),
    "TOML long text": (
        "a.toml",
        lambda: filled("\\n ", start='[[facts]]\nsource = """', end='"""'),
    ),
    "CSV columns": ("a.csv", lambda: b"," * FULL),
    "CSV named columns": ("a.csv", lambda: filled("c{},", start="subject,")),
    "CSV the same column": ("a.csv", lambda: filled("unit,")),
    "CSV rows": ("a.csv", lambda: filled("a\n", start="subject\n")),
    "CSV empty rows": ("a.csv", lambda: filled("\n", start="subject")),
    "CSV wide rows": ("a.csv", lambda: filled("," * 200 + "x\n", 400_000, "subject,quantity\n")),
    "CSV open quote": ("a.csv", lambda: filled("x\n", start='subject\n"')),
    "CSV digits": ("a.csv", lambda: b"quantity,value\npue," + b"9" * 10_000),
    "CSV formula": ("a.csv", lambda: b'quantity,value\npue,"=HYPERLINK(""x"")"\n'),
}


def read(name: str, known: Known) -> str:
    """What one of the files is refused with."""
    file, raw = CASES[name]
    content = raw()
    try:
        read_file(file, content, known)
    except FactsError as error:
        return f"{len(error.problems)} {error.problems[0]}"
    return "READ"


def limited(name: str, known: Known) -> int:
    """Read a file in a process of its own, within limits; its exit status."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    size = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # the signal ends the process
    before, began = resident(), time.process_time()
    said = read(name, known)
    took, grown = time.process_time() - began, resident() - before
    sys.stdout.write(f"{name}: {said[:300]!a} [{took:.2f} s, {grown:.0f} MB]\n")
    sys.stdout.flush()
    os._exit(0)


def resident() -> float:
    """The most memory this process has had so far, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    engine = curated()
    known = known_to(engine.registry, engine.facts)
    for name in sys.argv[1:] or CASES:
        if status := limited(name, known):
            sys.stdout.write(f"{name}: ENDED with {status}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
