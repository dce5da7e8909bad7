"""Proposals: members suggest, moderators decide once, and the proposer is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from facts.store import State
from tests.double import (
    ADMINISTRATOR,
    MEMBER,
    MODERATOR,
    Double,
    Guild,
    Interaction,
    Message,
    User,
    refusal,
)
from tests.double.client import running
from tests.held import ours
from tests.moderation.conftest import ENGINEERS
from tests.moderation.proposed import (
    ANNE,
    BEN,
    CARL,
    PUE,
    button,
    figure,
    opened,
    press,
    propose,
    reviewing,
    settled,
)


@pytest.fixture
async def reviewed(double: Double, bot: RackmathClient) -> RackmathClient:
    """The bot, and a server with review on."""
    await reviewing(bot, double)
    return bot


def below(double: Double, card: Message) -> list[Message]:
    """What the bot wrote into the channel after a card, for all to see."""
    return [
        each
        for each in double.state.messages.values()
        if each.channel_id == card.channel_id
        and each.author_id == double.bot.id
        and each.id > card.id
        and each.visible
        and not each.ephemeral
    ]


async def loaded(bot: RackmathClient, double: Double) -> dict[str, Any]:
    held = await bot.holding.store.facts.current(double.guild.id)
    return {key: getattr(each.entry, "value", None) for key, each in held.entries.items()}


# --- proposing ------------------------------------------------------------------------


async def test_a_proposal_is_for_all_to_see_and_changes_nothing(
    double: Double, reviewed: RackmathClient
):
    card = await propose(double)
    assert not card.ephemeral
    assert "ours/pue: 1.2 (as of 2026-10, Own meters)" in card.text
    assert "without the offices" in card.text
    assert "This server until now: nothing" in card.text
    assert "Curated: about 1.56" in card.text
    assert f"<@{BEN.id}>" in card.text
    assert card.message.payload["mentions"] == []
    assert await loaded(reviewed, double) == {}
    assert "15.6 MW" in await figure(double)
    await settled(double, reviewed)
    (kept,) = await reviewed.holding.store.proposals.waiting(double.guild.id)
    assert (kept.by, kept.channel, kept.message) == (
        BEN.id,
        double.guild.channel.id,
        card.message.id,
    )


async def test_what_is_held_and_what_is_doubtful_stand_beside(
    double: Double, reviewed: RackmathClient
):
    held = ours("pue", 1.3, "1")
    await reviewed.holding.store.facts.apply(
        double.guild.id, {held.key: held}, by=ANNE.id, why="", token=None
    )
    card = await propose(double, value="19")
    assert "This server until now: 1.3" in card.text
    assert "Look again" in card.text
    assert "1.56, the curated figure, of which it is 12.2 times" in card.text  # 19 / 1.56


async def test_the_form_asks_for_the_fact_alone(double: Double, reviewed: RackmathClient):
    form = await opened(double)
    assert form.modal is not None
    assert form.modal["title"] == "Propose ours pue"
    fields = [each["component"] for each in form.modal["components"]]
    assert [each["custom_id"] for each in fields] == list(PUE)
    assert not any(each.get("value") for each in fields)


async def test_all_that_is_wrong_is_told_and_nothing_kept(double: Double, reviewed: RackmathClient):
    refused = await propose(double, value="a lot", as_of="yesterday")
    assert refused.ephemeral
    assert "value" in refused.text
    assert "as\\_of" in refused.text
    assert await reviewed.holding.store.proposals.waiting(double.guild.id) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"subject": "h1000", "quantity": "pue"}, "no subject"),
        ({"subject": "ours", "quantity": "pure"}, "no quantity"),
    ],
)
async def test_what_is_not_known_gets_no_form(
    double: Double, reviewed: RackmathClient, options: dict[str, str], words: str
):
    handle = await (await double.slash("facts propose", options)).answered()
    assert handle.ephemeral
    assert words in handle.text


async def test_what_is_held_already_is_no_proposal(double: Double, reviewed: RackmathClient):
    card = await propose(double)
    await press(double, card, "approve")
    refused = await propose(double)
    assert refused.ephemeral
    assert "holds already" in refused.text


async def test_with_review_off_it_is_said_who_can_load(
    double: Double, bot: RackmathClient, guild: Guild
):
    refused = await opened(double)
    assert refused.ephemeral
    assert "whoever may manage the server." in refused.text
    await bot.holding.store.servers.let_load(guild.id, ENGINEERS.id, may=True)
    assert "engineers" in (await opened(double)).text
    await reviewing(bot, double)
    form = await opened(double)
    await reviewing(bot, double, on=False)
    late = await (await double.submit_modal(form, PUE)).answered()
    assert "not open" in late.text
    assert await bot.holding.store.proposals.waiting(guild.id) == []


async def test_five_proposals_of_one_person_wait_and_no_more(
    double: Double, reviewed: RackmathClient
):
    cards = [await propose(double, value=f"1.{number}") for number in range(1, 6)]
    refused = await propose(double, value="1.6")
    assert refused.ephemeral
    assert "5 proposals of yours wait" in refused.text
    assert not (await propose(double, CARL, value="1.6")).ephemeral
    form = await press(double, cards[0], "reject")
    await (await double.submit_modal(form, {})).answered()
    assert not (await propose(double, value="1.6")).ephemeral


async def test_a_hundred_proposals_wait_in_a_server_and_no_more(
    double: Double, reviewed: RackmathClient
):
    for number in range(100):
        entry = ours("pue", 1 + number / 1000, "1")
        await reviewed.holding.store.proposals.propose(double.guild.id, entry, by=1000 + number)
    refused = await propose(double)
    assert refused.ephemeral
    assert "100 proposals wait in this server" in refused.text


@pytest.mark.parametrize(
    "where",
    [{"guild": False}, {"owners": {"1": str(BEN.id)}}, {"private": True}],
    ids=["direct", "user install", "group"],
)
async def test_nothing_is_proposed_elsewhere(
    double: Double, reviewed: RackmathClient, where: dict[str, Any]
):
    refused = await opened(double, **where)
    assert refused.ephemeral
    assert "only in a server" in refused.text
    form = await opened(double)
    forged = await (await double.submit_modal(form, PUE, **where)).answered()
    assert forged.ephemeral
    assert await reviewed.holding.store.proposals.waiting(double.guild.id) == []


async def test_what_was_typed_is_shown_inert(double: Double, reviewed: RackmathClient):
    evil = "@everyone [x](https://evil.example) **b** <@&1>"
    card = await propose(double, source=evil, note=evil)
    assert "@everyone" not in card.text
    assert "](" not in card.text
    assert "<@&1>" not in card.text.replace("\\<", "")
    form = await press(double, card, "reject")
    await (await double.submit_modal(form, {"reason": evil})).answered()
    await settled(double, reviewed)
    (told,) = below(double, card.message)
    assert "The reason:" in told.text
    assert "@everyone" not in told.text
    assert "](" not in told.text


# --- deciding -------------------------------------------------------------------------


async def test_an_approved_proposal_is_loaded_and_the_proposer_told(
    double: Double, reviewed: RackmathClient
):
    card = await propose(double)
    await press(double, card, "approve")
    await settled(double, reviewed)
    assert "Proposal 1 is approved" in card.message.text
    assert card.message.custom_ids == []
    (told,) = below(double, card.message)
    assert "Proposal 1 is approved: ours/pue" in told.text
    assert told.payload["mentions"] == []
    assert double.calls_to("dm") == []
    assert double.calls_to("message") == [], "no permission in the channel is needed"
    assert "12 MW" in await figure(double)  # 10 MW x 1.2
    (made,) = await reviewed.holding.store.facts.history(double.guild.id)
    assert (made.by, made.why) == (ANNE.id, "proposal 1")


async def test_an_edited_proposal_is_loaded_as_edited(double: Double, reviewed: RackmathClient):
    card = await propose(double, value="12")
    form = await press(double, card, "edit")
    assert form.modal is not None
    fields = {
        each["component"]["custom_id"]: each["component"] for each in form.modal["components"]
    }
    assert fields["value:ours"]["value"] == "12"
    assert fields["note"]["value"] == "without the offices"
    await (await double.submit_modal(form, PUE | {"value:ours": "1.3"})).answered()
    await settled(double, reviewed)
    assert "approved with changes" in card.message.text
    assert "1.3" in card.message.text
    (told,) = below(double, card.message)
    assert "approved with changes" in told.text
    assert await loaded(reviewed, double) == {"fact:ours/pue": 1.3}
    kept = await reviewed.holding.store.proposals.get(double.guild.id, 1)
    assert (kept.state, kept.entry.value) == (State.EDITED, 12)  # type: ignore[union-attr]


async def test_what_is_edited_wrongly_stays_open(double: Double, reviewed: RackmathClient):
    card = await propose(double)
    form = await press(double, card, "edit")
    refused = await (await double.submit_modal(form, PUE | {"value:ours": "much"})).answered()
    assert refused.ephemeral
    assert "value" in refused.text
    other = await double.submit_modal(form, PUE)
    await other.answered()
    assert "is approved: ours/pue" in card.message.text


async def test_another_fact_than_was_proposed_is_not_approved(
    double: Double, reviewed: RackmathClient
):
    card = await propose(double)
    form = await press(double, card, "edit")
    assert form.modal is not None
    forged = {"value:ours": "1", "as_of:utilisation": "2026", "source:exactly": "x"}
    for each in form.modal["components"]:
        if each["component"]["custom_id"] == "as_of:pue":
            each["component"]["custom_id"] = "as_of:utilisation"
    refused = await (await double.submit_modal(form, forged)).answered()
    assert refused.ephemeral
    assert await loaded(reviewed, double) == {}


async def test_a_rejected_proposal_changes_nothing_and_says_why(
    double: Double, reviewed: RackmathClient
):
    card = await propose(double)
    form = await press(double, card, "reject")
    assert form.modal is not None
    await (await double.submit_modal(form, {"reason": "The meters were off."})).answered()
    await settled(double, reviewed)
    assert "Proposal 1 is rejected" in card.message.text
    assert card.message.custom_ids == []
    (told,) = below(double, card.message)
    assert "The reason: The meters were off." in told.text
    assert await loaded(reviewed, double) == {}
    assert (await reviewed.holding.store.facts.current(double.guild.id)).version == 0


PERMITTED: list[dict[str, Any]] = [
    {"roles": (ENGINEERS,), "permissions": MEMBER},
    {"permissions": MODERATOR},
    {"permissions": MEMBER | ADMINISTRATOR},
]


@pytest.mark.parametrize("where", PERMITTED, ids=["role", "manage server", "administrator"])
@pytest.mark.parametrize("act", ["approve", "edit", "reject"])
async def test_who_is_permitted_decides(
    double: Double, reviewed: RackmathClient, guild: Guild, where: dict[str, Any], act: str
):
    await reviewed.holding.store.servers.let_load(guild.id, ENGINEERS.id, may=True)
    card = await propose(double)
    pressed = await press(double, card, act, CARL, **where)
    if act != "approve":
        values = PUE if act == "edit" else {}
        await (await double.submit_modal(pressed, values, **where)).answered()
    (kept,) = [await reviewed.holding.store.proposals.get(guild.id, 1)]
    assert kept.state is not State.OPEN
    assert kept.decided_by == CARL.id


@pytest.mark.parametrize("act", ["approve", "edit", "reject", "show"])
async def test_members_decide_nothing_by_buttons(
    double: Double, reviewed: RackmathClient, act: str
):
    card = await propose(double)
    forged = await double.press(
        f"proposal:1:{act}:1:0", card.message, forged=True, user=BEN, permissions=MEMBER
    )
    await forged.answered()
    assert forged.ephemeral
    assert forged.modal is None
    assert "not change them" in forged.text
    assert len(await reviewed.holding.store.proposals.waiting(double.guild.id)) == 1


@pytest.mark.parametrize("act", ["edited", "rejected"])
@pytest.mark.parametrize(
    "where",
    [{"permissions": MEMBER}, {"owners": {"1": str(BEN.id)}, "permissions": MODERATOR}],
    ids=["member", "user install"],
)
async def test_members_and_user_installs_decide_nothing_by_forms(
    double: Double, reviewed: RackmathClient, act: str, where: dict[str, Any]
):
    card = await propose(double)
    button = {"edited": "edit", "rejected": "reject"}[act]
    form = await press(double, card, button)
    sent = await double.submit_modal(form, PUE if act == "edited" else {}, user=BEN, **where)
    await sent.answered()
    assert "Proposal 1:" in card.message.text
    assert len(await reviewed.holding.store.proposals.waiting(double.guild.id)) == 1


async def test_moderators_of_another_server_decide_nothing_here(
    double: Double, reviewed: RackmathClient, other: Guild
):
    card = await propose(double)
    for act in ("approve", "edit", "reject", "show"):
        forged = await double.press(
            f"proposal:1:{act}:1:0",
            card.message,
            forged=True,
            guild=other,
            user=ANNE,
            permissions=MODERATOR,
        )
        await forged.answered()
        assert "no such proposal in this server" in forged.text
    assert len(await reviewed.holding.store.proposals.waiting(double.guild.id)) == 1


@pytest.mark.parametrize(
    "custom_id",
    [
        "proposal",
        "proposal:1",
        "proposal:1:approve",
        "proposal:1:approve:1",
        "proposal:1:approve::",
        "proposal:1:approve:1:0:0",
        "proposal:1:approve:x:0",
        "proposal:1:approve:-1:0",
        "proposal:1:approve:²:0",
        f"proposal:1:approve:{'9' * 60}:0",
        "proposal:2:approve:1:0",
        "proposal:1:edited:1:0",
        "proposal:1:new",
        "proposal:1:approve:1:7",
    ],
)
async def test_forged_buttons_are_stale(double: Double, reviewed: RackmathClient, custom_id: str):
    card = await propose(double)
    forged = await double.press(
        custom_id, card.message, forged=True, user=ANNE, permissions=MODERATOR
    )
    await forged.answered()
    assert "older message" in forged.text
    assert len(await reviewed.holding.store.proposals.waiting(double.guild.id)) == 1


async def test_what_changed_meanwhile_is_shown_first(double: Double, reviewed: RackmathClient):
    first, second = await propose(double), await propose(double, CARL, value="1.4")
    await press(double, first, "approve")
    await press(double, second, "approve")
    assert "has changed since this was shown" in second.message.text
    assert "This server until now: 1.2" in second.message.text
    assert await loaded(reviewed, double) == {"fact:ours/pue": 1.2}
    await press(double, second, "approve")
    assert "Proposal 2 is approved" in second.message.text
    assert await loaded(reviewed, double) == {"fact:ours/pue": 1.4}


# --- once -----------------------------------------------------------------------------


async def test_a_press_that_comes_twice_counts_once(double: Double, reviewed: RackmathClient):
    card = await propose(double)
    pressed = await press(double, card, "approve")
    await double.redeliver(pressed)
    await settled(double, reviewed)
    assert len(below(double, card.message)) == 1
    assert len(await reviewed.holding.store.facts.history(double.guild.id)) == 1


async def test_what_was_done_but_not_answered_is_answered_when_it_comes_again(
    double: Double, reviewed: RackmathClient
):
    card = await propose(double)
    await settled(double, reviewed)
    double.faults.add(refusal("callback", 400, 50035, "no", times=2))  # the apology fails too
    approve = button(card, "approve")
    pressed = await double.press(approve, card.message, user=ANNE, permissions=MODERATOR)
    await pressed.called(2)
    await settled(double, reviewed)
    assert "Proposal 1:" in card.message.text
    assert await loaded(reviewed, double) == {"fact:ours/pue": 1.2}
    await double.redeliver(pressed)
    await pressed.answered()
    await settled(double, reviewed)
    assert "Proposal 1 is approved" in card.message.text
    assert len(below(double, card.message)) == 1
    assert len(await reviewed.holding.store.facts.history(double.guild.id)) == 1


async def test_a_form_that_comes_twice_proposes_once(double: Double, reviewed: RackmathClient):
    card = await propose(double)
    await double.redeliver(card)
    await settled(double, reviewed)
    assert len(await reviewed.holding.store.proposals.waiting(double.guild.id)) == 1
    assert len(card.visible) == 1


async def test_of_two_moderators_the_faster_decides(double: Double, reviewed: RackmathClient):
    card = await propose(double)
    form = await press(double, card, "reject", CARL)
    approve = button(card, "approve")
    late = await double.press(approve, card.message, user=CARL, permissions=MODERATOR)
    await press(double, card, "approve")
    await (await late.answered()).shows("Proposal 1")
    rejected = await double.submit_modal(form, {"reason": "no"})
    await rejected.shows("Somebody else was faster")
    await settled(double, reviewed)
    assert "Proposal 1 is approved" in card.message.text
    assert len(await reviewed.holding.store.facts.history(double.guild.id)) == 1


async def test_buttons_that_outlived_the_decision_show_it(double: Double, reviewed: RackmathClient):
    card = await propose(double)
    approve = button(card, "approve")
    await reviewed.holding.store.proposals.reject(double.guild.id, 1, by=CARL.id)
    pressed = await double.press(approve, card.message, user=ANNE, permissions=MODERATOR)
    await pressed.shows("Somebody else was faster")
    assert "Proposal 1 is rejected" in card.message.text
    assert card.message.custom_ids == []


@pytest.fixture
async def two(
    double: Double, engine: Engine, tmp_path: Path
) -> AsyncIterator[list[RackmathClient]]:
    """Two processes' clients on one database: each gets every event, as in a rolling deploy."""
    database = tmp_path / "facts.sqlite"
    async with AsyncExitStack() as stack:
        clients = []
        for number in range(2):
            client = RackmathClient(engine, tmp_path / str(number), database=database)
            clients.append(await stack.enter_async_context(running(client, double)))
            await double.until(lambda n=number: double.gateway.identifies > n)
        yield clients


async def test_two_processes_make_one_of_each(double: Double, two: list[RackmathClient]):
    first, second = two
    await reviewing(first, double)
    card = await propose(double)
    await settled(double, *two)
    assert card.delivered == 2
    assert len(card.visible) == 1
    assert len(await second.holding.store.proposals.waiting(double.guild.id)) == 1
    await press(double, card, "approve")
    await settled(double, *two)
    assert "Proposal 1 is approved" in card.message.text
    assert len(below(double, card.message)) == 1
    assert len(await first.holding.store.facts.history(double.guild.id)) == 1
    again = await propose(double, value="1.3")
    form = await press(double, again, "reject")
    await (await double.submit_modal(form, {})).answered()
    await settled(double, *two)
    assert "Proposal 2 is rejected" in again.message.text


async def test_buttons_survive_a_restart(double: Double, engine: Engine, tmp_path: Path):
    async with running(RackmathClient(engine, tmp_path), double) as bot:
        await reviewing(bot, double)
        cards = [await propose(double, value=value) for value in ("1.2", "1.3", "1.4")]
        form = await press(double, cards[1], "edit")
        unsent = await opened(double)
    async with running(RackmathClient(engine, tmp_path), double) as bot:
        await press(double, cards[0], "approve")
        await (await double.submit_modal(form, PUE | {"value:ours": "1.35"})).answered()
        assert "has changed since" in cards[1].message.text
        rejecting = await press(double, cards[2], "reject")
        await (await double.submit_modal(rejecting, {})).answered()
        assert not (
            await (await double.submit_modal(unsent, PUE | {"value:ours": "2"})).answered()
        ).ephemeral
        assert await loaded(bot, double) == {"fact:ours/pue": 1.2}


# --- the list -------------------------------------------------------------------------


async def listed(double: Double, user: User = ANNE, **where: Any) -> Interaction:
    where = {"permissions": MODERATOR, **where}
    return await (await double.slash("facts proposals", user=user, **where)).answered()


async def test_proposals_are_listed_and_decided_from_the_list(
    double: Double, reviewed: RackmathClient
):
    assert "No proposal waits" in (await listed(double)).text
    cards = [await propose(double, CARL if n > 4 else BEN, value=f"1.{n}") for n in range(1, 7)]
    shown = await listed(double)
    assert shown.ephemeral
    assert "Proposals that wait: 6" in shown.text
    assert len(shown.message.custom_ids) == 5
    opened = await double.press("proposal:1:show:2:0", shown, user=ANNE)
    await opened.answered()
    assert "Proposal 2" in opened.text
    await press(double, opened.message, "approve")
    await settled(double, reviewed)
    assert "Proposal 2 is approved" in opened.message.text
    assert "Proposal 2 is approved" in cards[1].message.text
    assert cards[1].message.custom_ids == []
    replies = [each for each in below(double, cards[1].message) if each.reference_id]
    assert [each.reference_id for each in replies] == [cards[1].message.id]
    assert await loaded(reviewed, double) == {"fact:ours/pue": 1.2}


async def test_members_see_no_list(double: Double, reviewed: RackmathClient):
    await propose(double)
    refused = await listed(double, BEN, permissions=MEMBER)
    assert refused.ephemeral
    assert "not change them" in refused.text


@pytest.mark.parametrize("code", [50001, 10008], ids=["no access", "message gone"])
async def test_it_is_decided_where_the_channel_cannot_be_told(
    double: Double, reviewed: RackmathClient, code: int
):
    await propose(double)
    shown = await listed(double)
    opened = await (await double.press("proposal:1:show:1:0", shown, user=ANNE)).answered()
    double.faults.add(refusal("message", 403 if code == 50001 else 404, code, "no", times=None))
    await press(double, opened.message, "approve")
    await settled(double, reviewed)
    assert "Proposal 1 is approved" in opened.message.text
    assert len(opened.visible or [1]) == 1
    assert await loaded(reviewed, double) == {"fact:ours/pue": 1.2}


async def test_what_takes_long_is_acknowledged_first(
    double: Double, reviewed: RackmathClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.respond.DEFER_AFTER", 0.0)
    form = await opened_slowly(double, monkeypatch)
    sent = await double.submit_modal(form, PUE)
    await sent.shows("in the channel")
    await settled(double, reviewed)
    (card,) = (each for each in sent.messages if not each.ephemeral)
    assert "Proposal 1: ours/pue" in card.text
    rejecting = await slowly(double, card, "reject", monkeypatch)
    rejected = await double.submit_modal(rejecting, {"reason": "late"})
    await rejected.shows("Proposal 1 is rejected")
    await settled(double, reviewed)
    assert "Proposal 1 is rejected" in card.text
    assert any("late" in each.text for each in below(double, card))


async def opened_slowly(double: Double, monkeypatch: pytest.MonkeyPatch) -> Interaction:
    """A form can't be deferred; what comes after it can."""
    with monkeypatch.context() as patch:
        patch.setattr("bot.respond.DEFER_AFTER", 5.0)
        return await opened(double)


async def slowly(
    double: Double, card: Message, act: str, monkeypatch: pytest.MonkeyPatch
) -> Interaction:
    with monkeypatch.context() as patch:
        patch.setattr("bot.respond.DEFER_AFTER", 5.0)
        return await press(double, card, act)


async def test_in_polish(double: Double, reviewed: RackmathClient):
    card = await propose(double, where={"locale": "pl"})
    assert "Propozycja 1: ours/pue" in card.text
    assert "1,2" in card.text
    await press(double, card, "approve", locale="pl")
    await settled(double, reviewed)
    assert "Propozycja 1 jest zatwierdzona" in card.message.text
    (told,) = below(double, card.message)
    assert "Propozycja 1 jest zatwierdzona" in told.text
