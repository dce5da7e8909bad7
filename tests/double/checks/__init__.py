"""Checks of what the bot sends: Discord's schemas, and the limits they do not state.

Every function takes a plain payload and returns the problems found, so that it can be used
without the double as well. The schemas are in ``checks.schema``, not imported here: they need
``jsonschema``, which neither the limits nor a benchmark process should have to load.
"""

from .base import Problem
from .checker import Checker
from .commands import check_commands
from .components import check_components
from .messages import check_message
from .responses import check_autocomplete, check_callback, check_modal

__all__ = [
    "Checker",
    "Problem",
    "check_autocomplete",
    "check_callback",
    "check_commands",
    "check_components",
    "check_message",
    "check_modal",
]
