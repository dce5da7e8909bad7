"""Names of the commands about facts and of their options, in every language."""

from __future__ import annotations

from bot.commands import localised
from calculators.language import ptr

FACTS = localised(lambda: ptr("name of a command", "facts"))
SET = localised(lambda: ptr("name of a command", "set"))
LOAD = localised(lambda: ptr("name of a command", "load"))
TEMPLATE = localised(lambda: ptr("name of a command", "template"))
SHOW = localised(lambda: ptr("name of a command", "show"))
SEARCH = localised(lambda: ptr("name of a command", "search"))
HISTORY = localised(lambda: ptr("name of a command", "history"))
DIFF = localised(lambda: ptr("name of a command", "diff"))
UNDO = localised(lambda: ptr("name of a command", "undo"))
EXPORT = localised(lambda: ptr("name of a command", "export"))
ROLE = localised(lambda: ptr("name of a command", "role"))
REVIEW = localised(lambda: ptr("name of a command", "review"))
PROPOSE = localised(lambda: ptr("name of a command", "propose"))
PROPOSALS = localised(lambda: ptr("name of a command", "proposals"))

OPTIONS = {
    "subject": localised(lambda: ptr("name of an option", "subject")),
    "quantity": localised(lambda: ptr("name of an option", "quantity")),
    "qualifier": localised(lambda: ptr("name of an option", "qualifier")),
    "file": localised(lambda: ptr("name of an option", "file")),
    "why": localised(lambda: ptr("name of an option", "why")),
    "format": localised(lambda: ptr("name of an option", "format")),
    "text": localised(lambda: ptr("name of an option", "text")),
    "before": localised(lambda: ptr("name of an option", "before")),
    "since": localised(lambda: ptr("name of an option", "from")),
    "until": localised(lambda: ptr("name of an option", "to")),
    "version": localised(lambda: ptr("name of an option", "version")),
    "restore": localised(lambda: ptr("name of an option", "restore")),
    "role": localised(lambda: ptr("name of an option", "role")),
    "action": localised(lambda: ptr("name of an option", "action")),
    "state": localised(lambda: ptr("name of an option", "state")),
}
