"""``make bench``: print figures as median, min and max, and each mark, met or not."""

from __future__ import annotations

import platform

import click

from tests.bench import discord, engine, memory, plain, start, store, views

SECTIONS = ("engine", "plain", "start", "discord", "views", "memory", "store")


@click.command()
@click.argument("sections", nargs=-1, type=click.Choice(SECTIONS))
@click.option("--rounds", default=100, show_default=True, help="Measurements of each candidate.")
@click.option(
    "--answers", default=50_000, show_default=True, help="Answers for the memory section."
)
@click.option(
    "--servers", default=10_000, show_default=True, help="Servers, of 100 facts, for the store's."
)
def main(sections: tuple[str, ...], rounds: int, answers: int, servers: int) -> None:
    """Measure SECTIONS, or all."""
    print(f"Python {platform.python_version()} on {platform.machine()}")
    wanted = sections or SECTIONS
    if "engine" in wanted:
        engine.run(rounds)
    if "plain" in wanted:
        plain.run(rounds)
    if "start" in wanted:
        start.run(rounds)
    if "discord" in wanted:
        discord.run(rounds)
    if "views" in wanted:
        views.run(rounds)
    if "memory" in wanted:
        memory.run(answers)
    if "store" in wanted:
        store.run(rounds, servers)


main()
