"""A stock discord.py bot that takes every path the double has, for the double's own tests."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

import discord
from discord import app_commands, ui

CHOICES = ["100000", "120000", "150000"]


class ScenarioBot(discord.Client):
    """Each command shows one behaviour; ``errors`` keeps what commands raised."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = KeepingTree(self)
        self.errors: list[Exception] = []
        self.hold = asyncio.Event()
        self.events: list[str] = []
        for name in ("ping", "power", "slow", "twice", "ask", "upload", "quiet", "late", "buttons"):
            self.tree.add_command(globals()[name])
        self.tree.add_command(Facts())
        self.tree.add_command(app_commands.ContextMenu(name="Explain", callback=explain))

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counter)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits 5 s here before it identifies again; a test need not."""

    async def on_socket_event_type(self, name: str) -> None:
        self.events.append(name)

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        async with message.channel.typing():
            size = sum([len(await item.read()) for item in message.attachments])
        words = message.content or "(nothing readable)"
        await message.reply(f"heard {words} and {size} bytes", mention_author=False)


Interaction = discord.Interaction[ScenarioBot]


class KeepingTree(app_commands.CommandTree[ScenarioBot]):
    """Keeps the errors of commands, where discord.py only logs them."""

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        self.client.errors.append(getattr(error, "original", error))


class Counter(ui.DynamicItem[ui.Button[ui.View]], template=r"count:(?P<n>\d+)"):
    """A button that survives restarts: its state is in the custom_id."""

    def __init__(self, n: int) -> None:
        super().__init__(ui.Button(label=f"n = {n}", custom_id=f"count:{n}"))
        self.n = n

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Counter:
        return cls(int(match["n"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        view = ui.View(timeout=None)
        view.add_item(Counter(self.n + 1))
        await interaction.response.edit_message(content=f"n is {self.n + 1}", view=view)


class Question(ui.Modal, title="Question"):
    words: ui.Label[Question] = ui.Label(text="Question", component=ui.TextInput(max_length=200))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.words.component, ui.TextInput)
        await interaction.response.send_message(f"you asked {self.words.component.value}")


class Facts(app_commands.Group, name="facts", description="Facts of this server"):
    @app_commands.command(description="List them")
    async def list(self, interaction: Interaction, page: int = 1) -> None:
        await interaction.response.send_message(f"page {page} for {interaction.user.name}")


@app_commands.command(description="Answer at once")
async def ping(interaction: Interaction) -> None:
    where = interaction.context.to_array()
    await interaction.response.send_message(f"pong {interaction.locale} {where}")


@app_commands.command(description="With autocomplete")
async def power(interaction: Interaction, gpus: str, pue: float = 1.2) -> None:
    await interaction.response.send_message(f"{gpus} at {pue}")


@power.autocomplete("gpus")
async def offer(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    fitting = [choice for choice in CHOICES if choice.startswith(current)]
    return [app_commands.Choice(name=choice, value=choice) for choice in fitting]


@app_commands.command(description="Defer, then fill the answer in")
async def slow(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.client.hold.wait()
    await interaction.edit_original_response(content="done")


@app_commands.command(description="An answer, a followup and its edit and end")
async def twice(interaction: Interaction) -> None:
    await interaction.response.send_message("first")
    followup = await interaction.followup.send("second", wait=True, ephemeral=True)
    await followup.edit(content="second, edited")
    third = await interaction.followup.send("third", wait=True)
    await third.delete()


@app_commands.command(description="Ask in a modal")
async def ask(interaction: Interaction) -> None:
    await interaction.response.send_modal(Question())


@app_commands.command(description="Read a file and send one back")
async def upload(interaction: Interaction, table: discord.Attachment) -> None:
    data = await table.read()
    copy = discord.File(io.BytesIO(data[::-1]), "reversed.csv")
    await interaction.response.send_message(f"{len(data)} bytes", file=copy)


@app_commands.command(description="Only for the user")
async def quiet(interaction: Interaction) -> None:
    await interaction.response.send_message("psst", ephemeral=True)
    await interaction.edit_original_response(content="psst!")


@app_commands.command(description="Answers when told to")
async def late(interaction: Interaction) -> None:
    await interaction.client.hold.wait()
    await interaction.response.send_message("late")


@app_commands.command(description="A view with a button")
async def buttons(interaction: Interaction) -> None:
    view = ui.View(timeout=None)
    view.add_item(Counter(1))
    await interaction.response.send_message("n is 1", view=view)


async def explain(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"explains {message.content}")
