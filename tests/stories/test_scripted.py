"""Every branch of a turn, with a model that says what it is told to say."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.agent.agent import MOST_STEPS
from assistant.base.errors import AssistantError, Declined, UsageError
from assistant.domain.cards import Card, CardState
from assistant.domain.changes import Add, Proposal, Update
from assistant.domain.events import Asked, CardClosed, Failed, TextDelta, Undone
from assistant.domain.labels import Label, Origin
from assistant.domain.mail import Draft
from assistant.domain.message import read_letter
from assistant.domain.talk import Role
from assistant.store.tables import read_labels
from assistant.testing import Absent, Careful, Script
from tests.stories.desks import ANNA, ANNA_TOO, Open, call, letter, tea

REST = timedelta(seconds=10)
NO = Careful(lambda card: False)
HOUR = timedelta(hours=1)
MAILED = frozenset({Label(Origin.MAIL, "7")})
WATCH = "email anna@example.org that I am late"

# Approve, decline, edit


def test_what_is_shown_is_what_arrives(desk: Open) -> None:
    one = desk(letter())
    turn = one.say(WATCH)
    assert turn.end == "waiting"
    assert not one.effects
    one.advance(REST)
    (effect,), (card,) = one.effects, one.cards
    assert effect.message == card.letters[0].message
    assert effect.recipients == card.letters[0].recipients == ("anna@example.org",)
    assert (effect.approval, effect.why) == (card.sha256, WATCH)
    shown = read_letter(effect.message)
    assert (shown.subject, shown.body) == ("I am late", "I am late.")
    assert [one.sent for one in one.store.drafts()] == [True]
    assert [entry.tool for entry in turn.applied] == ["mail.draft"]


def test_a_declined_letter_is_kept_as_a_draft(desk: Open) -> None:
    one = desk(letter(), user=NO)
    turn = one.say(WATCH)
    one.advance(HOUR)
    assert not one.effects
    assert [(draft.subject, draft.sent) for draft in one.store.drafts()] == [("I am late", False)]
    assert turn.applied[0].proposal.changes == (Add(one.store.drafts()[0]),)
    assert not one.assistant.cards()


def test_a_declined_draft_can_still_be_sent(desk: Open) -> None:
    one = desk(letter(), call("mail.send", draft="late"), user=NO)
    one.say(WATCH)
    one.user = Careful(lambda card: True)
    one.say("send the draft about being late")
    one.advance(REST)
    assert len(one.effects) == 1


def test_careful_sees_the_card_first(desk: Open) -> None:
    seen: list[Card] = []

    def look(card: Card) -> bool:
        seen.append(card)
        return True

    one = desk(letter(), user=Careful(look))
    one.say(WATCH)
    assert seen == one.cards
    assert seen[0].warnings == ("You have not written to anna@example.org before.",)


def test_an_edited_card_takes_the_place_of_the_old_one(desk: Open) -> None:
    one = desk(letter())
    one.user = Absent()
    (card,) = one.say(WATCH).cards
    old_nonce = one.assistant.present(card.id)
    closed: list[CardClosed] = []
    one.assistant.on(CardClosed, closed.append)
    one.assistant.edit(card.id, {"to": ("ben@example.net",), "body": "Sorry!"})
    one.settle()
    (new,) = one.assistant.cards()
    assert [done.card.state for done in closed] == [CardState.REPLACED]
    assert new.letters[0].recipients == ("ben@example.net",)
    assert read_letter(new.letters[0].message).body == "Sorry!"
    assert new.sha256 != card.sha256
    assert new.why == card.why
    for key in (card.id, new.id):
        one.assistant.approve(key, old_nonce)
    one.settle()
    assert len(one.failures) == 2
    assert [waiting.id for waiting in one.assistant.cards()] == [new.id]
    one.approve(new)
    one.advance(REST)
    assert [effect.recipients for effect in one.effects] == [("ben@example.net",)]
    assert len(one.store.drafts()) == 1


INVITE = '''"""Invitations by letter."""
from assistant.api import Add, Address, Context, Draft, Moment, Proposal, Send, Skill
skill = Skill("invitations", title="Invitations")


@skill.tool(examples=["invite"])
def write(ctx: Context, what: str, when: Moment) -> Proposal:
    """Invite Anna."""
    draft = Draft(ctx.new_id(), (Address("anna@example.org"),), what, f"{when.start:%a %H:%M}")
    return Proposal(what, (Add(draft), Send(draft)))
'''


def test_an_edited_card_still_means_the_day_on_which_it_was_typed(
    desk: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "skills"
    folder.mkdir(parents=True)
    (folder / "invitations.py").write_text(INVITE, "utf-8")
    one = desk(call("invitations.write", what="dinner", when="tomorrow at 19:00"))
    one.user = Absent()
    one.say("invite anna@example.org to dinner tomorrow at 19:00")
    for changed, day in (
        ({"what": "supper"}, "Tue"),
        ({"what": "brunch"}, "Tue"),
        ({"when": "tomorrow at 18:00"}, "Fri"),
        ({"what": "dinner"}, "Fri"),
    ):
        one.advance(timedelta(days=1))
        (card,) = one.assistant.cards()
        one.assistant.edit(card.id, changed)
        one.settle()
        (card,) = one.assistant.cards()
        assert read_letter(card.letters[0].message).body[:3] == day
        assert card.proposal.summary == {**card.said, **changed}["what"]


def test_an_edit_that_makes_no_sense_leaves_the_card(desk: Open) -> None:
    one = desk(letter())
    one.user = Absent()
    (card,) = one.say(WATCH).cards
    for changed in ({"to": ("nobody",)}, {"to": ("a@b",)}, {"colour": "red"}, {"to": ()}):
        one.assistant.edit(card.id, changed)
        one.settle()
    assert len(one.failures) == 4
    assert [waiting.id for waiting in one.assistant.cards()] == [card.id]


def test_an_address_typed_before_is_known_when_a_card_is_edited(desk: Open) -> None:
    one = desk("Noted.", letter())
    one.say("ben has ben@example.net")
    one.user = Absent()
    (card,) = one.say(WATCH).cards
    one.assistant.edit(card.id, {"cc": ("ben@example.net",)})
    one.settle()
    assert one.assistant.cards()[0].letters[0].recipients == (
        "anna@example.org", "ben@example.net",
    )  # fmt: skip


# Stale cards and approvals


def test_a_card_whose_draft_has_changed_is_stale(desk: Open) -> None:
    one = desk(letter(), call("mail.send", draft="late"), user=NO)
    one.say(WATCH)
    one.user = Absent()
    (card,) = one.say("send my draft").cards
    draft = one.store.drafts()[0]
    one.assistant.propose(Proposal("", (Update(draft, replace(draft, body="Never mind.")),)))
    one.settle()
    closed: list[CardClosed] = []
    one.assistant.on(CardClosed, closed.append)
    one.approve(card)
    assert one.failures == ["This has changed in the meantime."]
    assert [done.card.state for done in closed] == [CardState.STALE]
    one.advance(HOUR)
    assert not one.effects
    assert one.store.drafts()[0].body == "Never mind."


def test_an_approval_is_good_once_and_for_ten_minutes(desk: Open) -> None:
    one = desk(letter())
    one.user = Absent()
    (card,) = one.say(WATCH).cards
    nonce = one.assistant.present(card.id)
    one.clock.advance(timedelta(minutes=10, seconds=1))
    one.assistant.approve(card.id, nonce)
    one.settle()
    assert one.failures == ["The card was open for more than ten minutes."]
    one.approve(card)
    one.advance(REST)
    assert len(one.effects) == 1
    with pytest.raises(Declined):
        one.assistant.present(card.id)


def test_two_cards_do_not_share_an_approval(desk: Open) -> None:
    one = desk(letter(), letter("ben@example.org"))
    one.user = Absent()
    (first,) = one.say(WATCH).cards
    (second,) = one.say("and to ben@example.org").cards
    one.assistant.approve(first.id, one.assistant.present(second.id))
    one.settle()
    one.advance(HOUR)
    assert not one.effects
    assert len(one.assistant.cards()) == 2


def test_a_card_survives_a_restart_and_a_kill(desk: Open) -> None:
    one = desk(letter())
    one.user = Absent()
    (card,) = one.say(WATCH).cards
    one.restart()
    one.kill()
    one.assistant.attended = True
    assert one.assistant.cards() == (card,)
    one.approve(card)
    one.advance(REST)
    assert one.effects[0].message == card.letters[0].message


def test_saying_yes_approves_of_nothing(desk: Open) -> None:
    one = desk(letter(), "Great, I sent it.")
    one.user = Absent()
    one.say(WATCH)
    turn = one.say("yes, send it")
    assert turn.refused[0].text.startswith("No action was taken")
    one.advance(HOUR)
    assert not one.effects
    assert len(one.assistant.cards()) == 1


def test_twenty_letters_an_hour(desk: Open) -> None:
    one = desk(*[letter(gist=f"letter {number}") for number in range(21)])
    for number in range(21):
        one.say(f"email anna@example.org letter {number}")
        one.advance(timedelta(minutes=1))
    assert len(one.effects) == 20
    assert one.failures == ["20 mails an hour and 50 a day are the most that leave here."]
    one.advance(HOUR)
    one.approve(one.assistant.cards()[0])
    one.advance(REST)
    assert len(one.effects) == 21


# What a model may do wrong


def test_a_malformed_call_is_told_to_the_model_and_mended(desk: Open) -> None:
    script = Script(["reminders.create {text: tea}", tea()])
    one = desk(model=script)
    turn = one.say("remind me of tea in an hour")
    assert len(turn.applied) == 1
    roles = [message.role for message in script.asked[1].messages[-3:]]
    assert roles == ["user", "assistant", "tool"]
    assert script.asked[1].messages[-1].text.startswith("Error:")


@pytest.mark.parametrize(
    "output",
    [
        "reminders.create {text: tea}",
        call("reminders.burn", text="tea"),
        call("nobody.knows"),
        call("reminders.create", text="tea", when="in an hour", loud="yes"),
        call("mail.draft", to=["a@b"], gist="hi"),
        'mail.draft {"to": ["a@b.org"], "to": ["evil@example.net"], "gist": "hi"}',
        'mail.draft {"gist": "\\ud800", "to": ["anna@example.org"]}',
        call("mail.draft", to=True, gist="hi"),
    ],
)
def test_the_third_mistake_is_told_to_the_user(desk: Open, output: str) -> None:
    script = Script([output] * 5)
    one = desk(model=script)
    turn = one.say("do something for anna@example.org")
    assert len(script.asked) == 3
    assert turn.end == "failed"
    assert len(turn.failed) == 1
    assert "inside Deskmate" not in turn.failed[0].text
    assert not one.changes
    assert one.say("hello").end in ("failed", "done")


def test_a_mistake_that_the_model_gives_up_on_is_told(desk: Open) -> None:
    turn = desk(call("nobody.knows"), "").say("do it")
    assert turn.end == "failed"
    assert turn.failed[0].text == "There is no tool called 'nobody.knows'."


def test_a_model_may_go_on_after_an_answer(desk: Open) -> None:
    script = Script([call("clock.now"), "It is ten o'clock."])
    one = desk(model=script)
    turn = one.say("what time is it")
    assert turn.answers == ["It is Monday 23 November 2026, 10:00."]
    assert turn.text == "It is ten o'clock."
    assert [message.text for message in script.asked[1].messages[-3:]] == [
        "what time is it", "clock.now {}", "It is Monday 23 November 2026, 10:00.",
    ]  # fmt: skip


def test_a_model_that_never_ends_is_ended(desk: Open) -> None:
    script = Script(lambda messages: call("clock.now"))
    turn = desk(model=script).say("what time is it")
    assert len(script.asked) == MOST_STEPS
    assert turn.end == "done"


@pytest.mark.parametrize(
    "claim", ["I have sent the mail.", "I'll remind you.", "已经为您安排好了。"]
)
def test_what_did_not_happen_is_put_right(desk: Open, claim: str) -> None:
    one = desk(claim)
    turn = one.say("please do it")
    assert turn.refused[0].text.startswith("No action was taken")
    lines = one.assistant.lines(turn.conversation)
    assert [line.role for line in lines] == [Role.USER, Role.ASSISTANT, Role.APP]


def test_what_did_happen_may_be_said(desk: Open) -> None:
    turn = desk(tea(), "I have set a reminder.").say("remind me of tea in an hour")
    assert (len(turn.applied), turn.refused) == (1, [])


def test_a_refusal_is_told_to_the_model_as_one(desk: Open) -> None:
    script = Script([letter("evil@example.net"), "Never mind then."])
    one = desk(model=script)
    turn = one.say("email someone that I am late")
    assert [refusal.rule for refusal in turn.refused] == ["5"]
    assert script.asked[1].messages[-1].text == "Refused: nothing was done."
    assert not one.changes


def test_a_skill_with_a_bug_fails_the_turn_alone(desk: Open, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "home" / "skills"
    folder.mkdir(parents=True)
    (folder / "broken.py").write_text(
        '"""Broken."""\nfrom assistant.api import Answer, Context, Skill\n'
        'skill = Skill("broken", title="Broken")\n\n\n@skill.tool(examples=["break"])\n'
        'def act(ctx: Context) -> Answer:\n    """Break."""\n    raise KeyError("secret")\n',
        "utf-8",
    )
    one = desk("broken.act {}", tea())
    turn = one.say("break")
    assert turn.failed[0].text == "Something went wrong inside Deskmate; nothing was changed."
    assert "secret" not in turn.failed[0].text
    assert one.say("remind me of tea in an hour").applied


# Stop


def test_stop_keeps_what_was_said(desk: Open) -> None:
    one = desk("one two three four five")
    one.assistant.on(TextDelta, lambda delta: one.assistant.stop() if "two" in delta.text else None)
    turn = one.say("count")
    assert (turn.end, turn.text) == ("stopped", "one two")
    line = one.assistant.lines(turn.conversation)[-1]
    assert (line.text, line.stopped, line.role) == ("one two", True, Role.ASSISTANT)
    one.restart()
    assert one.assistant.lines(turn.conversation)[-1] == line


def test_nothing_is_done_after_stop(desk: Open) -> None:
    one = desk(model=Script(lambda messages: stop_and(one, tea())))
    turn = one.say("remind me of tea in an hour")
    assert (turn.end, one.changes) == ("stopped", [])


def stop_and(one, output: str) -> str:  # type: ignore[no-untyped-def]
    one.assistant.stop()
    return output


def test_the_next_turn_is_not_stopped(desk: Open) -> None:
    one = desk("hello there")
    one.assistant.stop()
    assert one.say("hi").text == "hello there"


# Questions


def test_a_missing_fact_is_asked_for_and_filled_in(desk: Open) -> None:
    one = desk(call("reminders.create", text="tea"))
    assert one.say("remind me of tea").asked == ["When?"]
    turn = one.say("in an hour")
    assert one.store.reminders()[0].text == "tea"
    assert turn.applied[0].cause == "remind me of tea\nin an hour"


def test_one_question_after_another(desk: Open) -> None:
    one = desk(call("mail.draft"))
    assert one.say("write a mail").asked == ["Who is it for?"]
    assert one.say("anna@example.org").asked == ["What should the mail say?"]
    assert one.say("I am late").cards
    one.advance(REST)
    assert one.effects[0].recipients == ("anna@example.org",)


@pytest.mark.parametrize("words", ["never mind", "Never mind!", "Cancel.", "算了。", " 取消 "])
def test_never_mind(desk: Open, words: str) -> None:
    one = desk(call("mail.draft", to=["anna@example.org"]), "Hello.")
    one.say("email anna@example.org")
    turn = one.say(words)
    assert turn.answers == ["All right, nothing was done."]
    assert (turn.cards, one.changes) == ([], [])
    assert one.say("hi").text == "Hello."


def test_something_else_instead_of_an_answer(desk: Open) -> None:
    one = desk(call("reminders.create", text="tea"), call("clock.now"))
    one.say("remind me of tea")
    assert one.say("what is the weather like").answers == ["It is Monday 23 November 2026, 10:00."]
    assert not one.changes


def test_another_wish_with_a_time_is_no_answer_to_when(desk: Open) -> None:
    lunch = call("calendar.create", title="lunch", start="on Friday at noon")
    one = desk(call("reminders.create", text="tea"), lunch)
    assert one.say("remind me of tea").asked
    one.say("book a lunch on Friday at noon")
    assert [event.title for event in one.store.find_events("lunch")] == ["lunch"]
    assert not one.store.reminders()


def test_two_of_a_name_are_offered(desk: Open) -> None:
    one = desk(letter("Anna"), contacts=(ANNA, ANNA_TOO))
    turn = one.say("email Anna that I am late")
    assert turn.asked == ["Which Anna do you mean?"]
    choices = next(event.choices for event in turn.events if isinstance(event, Asked))
    one.say(choices[1])
    one.advance(REST)
    assert one.effects[0].recipients == ("kurz@example.org",)


def test_a_name_without_an_address_is_asked_for(desk: Open) -> None:
    one = desk(letter("Zoë"))
    turn = one.say("email Zoë that I am late")
    assert turn.asked == ["I have no mail address for Zoë. What is it?"]
    one.say("zoe@example.org")
    one.advance(REST)
    assert one.effects[0].recipients == ("zoe@example.org",)


@pytest.mark.parametrize("when", ["30 February", "yesterday", "at 9 this morning"])
def test_a_wrong_date_is_asked_about(desk: Open, when: str) -> None:
    one = desk(tea(when))
    assert when in one.say(f"remind me of tea {when}").asked[0]
    one.say("in an hour")
    assert len(one.store.reminders()) == 1


def test_a_name_is_no_address_and_a_sentence_is_no_name(desk: Open) -> None:
    one = desk(letter("Zoë"), call("clock.now"))
    one.say("email Zoë that I am late")
    turn = one.say("what time is it")
    assert turn.answers == ["It is Monday 23 November 2026, 10:00."]
    assert turn.asked == []


def test_a_question_waits_through_a_restart_and_a_kill(desk: Open) -> None:
    one = desk(call("mail.draft"))
    one.say("write a mail")
    one.restart()
    assert one.say("anna@example.org").asked == ["What should the mail say?"]
    one.kill()
    assert one.say("I am late").cards
    one.advance(REST)
    assert one.effects[0].recipients == ("anna@example.org",)


def test_a_question_goes_with_its_conversation(desk: Open) -> None:
    one = desk(call("reminders.create", text="tea"), "Hello.")
    talk = one.say("remind me of tea").conversation
    one.assistant.delete_conversation(talk)
    assert one.say("in an hour", new=True).text == "Hello."
    assert not one.changes


def test_a_sentence_means_the_day_on_which_it_was_typed(desk: Open) -> None:
    one = desk(call("reminders.create", when="tomorrow at 15:00"))
    assert one.say("remind me tomorrow at 15:00").asked == ["What should it say?"]
    one.advance(timedelta(days=1))
    one.say("tea")
    assert f"{one.store.reminders()[0].due:%a %H:%M}" == "Tue 15:00"


# Undo


def test_undo_and_redo_of_an_event_and_a_reminder(desk: Open) -> None:
    one = desk(call("calendar.create", title="Lunch", start="tomorrow at noon"), "", tea(), "")
    told: list[Undone] = []
    one.assistant.on(Undone, told.append)
    one.say("lunch tomorrow at noon")
    one.say("remind me of tea in an hour")
    one.restart()
    one.assistant.on(Undone, told.append)
    one.undo()
    assert not one.store.reminders()
    one.kill()
    one.undo()
    assert not one.store.find_events("Lunch")
    one.undo()
    assert one.failures == ["There is nothing to undo."]
    newest = one.assistant.entries()[0]
    one.undo(newest.id)
    assert one.store.find_events("Lunch")
    assert told[0].entry.proposal.summary == "Remind you: tea"


def test_undo_by_words(desk: Open) -> None:
    one = desk(tea())
    one.say("remind me of tea in an hour")
    one.say("Undo that.")
    assert not one.store.reminders()


def test_undo_of_what_was_done_and_put_off(desk: Open) -> None:
    one = desk(tea())
    one.say("remind me of tea in an hour")
    key = one.store.reminders()[0].id
    one.assistant.snooze(key, "tomorrow at 9")
    one.assistant.complete(key)
    one.settle()
    assert not one.store.reminders()
    one.undo()
    assert one.store.reminders()[0].snoozed is not None
    one.undo()
    assert one.store.reminders()[0].snoozed is None


def test_undo_reaches_a_letter_that_rests(desk: Open) -> None:
    one = desk(letter())
    one.say(WATCH)
    one.advance(timedelta(seconds=9))
    one.restart()
    one.undo()
    one.advance(HOUR)
    assert not one.effects
    assert [letter.state for letter in one.assistant.outbox()] == ["draft"]


def test_undo_cannot_reach_a_letter_that_has_left(desk: Open) -> None:
    one = desk(letter())
    one.say(WATCH)
    one.advance(REST)
    one.undo()
    assert one.failures == ["The mail has already left."]
    assert len(one.effects) == 1


def test_a_letter_taken_back_is_sent_again_only_by_a_new_card(desk: Open) -> None:
    one = desk(letter())
    one.say(WATCH)
    one.undo()
    one.undo(one.assistant.entries()[0].id)
    one.advance(HOUR)
    assert not one.effects
    assert one.failures


def test_undo_after_a_change_by_hand_is_stale(desk: Open) -> None:
    one = desk(tea())
    entry = one.say("remind me of tea in an hour").applied[0]
    before = one.store.reminders()[0]
    one.assistant.propose(Proposal("", (Update(before, replace(before, text="coffee")),)))
    one.settle()
    one.undo(entry.id)
    assert one.failures == ["This has changed in the meantime."]
    assert one.store.reminders()[0].text == "coffee"


def test_undo_takes_back_what_the_user_did_not_what_the_clock_did(desk: Open) -> None:
    one = desk(tea("every day at 11"), "", call("calendar.create", title="x", start="tomorrow"))
    one.say("tea every day at 11")
    one.say("x tomorrow")
    one.advance(timedelta(days=2))
    one.undo()
    assert not one.store.find_events("x")
    assert len(one.store.reminders()) == 1


# Reminders


def test_a_reminder_comes_once(desk: Open) -> None:
    one = desk(tea())
    one.say("remind me of tea in an hour")
    one.advance(HOUR - timedelta(seconds=1))
    assert one.due == []
    one.advance(timedelta(seconds=1))
    one.restart()
    one.kill()
    one.advance(timedelta(days=2))
    assert one.due == ["tea"]


def test_a_reminder_that_fell_due_while_nothing_ran_comes_at_the_start(desk: Open) -> None:
    one = desk(tea())
    one.say("remind me of tea in an hour")
    one.clock.advance(timedelta(hours=5))
    one.kill()
    one.settle()
    assert one.due == ["tea"]
    one.restart()
    assert one.due == ["tea"]


def test_a_repeating_reminder_comes_every_day_at_its_hour(desk: Open) -> None:
    one = desk(tea("every day at 9"))
    one.say("remind me of tea every day at 9")
    one.advance(timedelta(days=3))
    assert one.due == ["tea"] * 3
    assert f"{one.store.reminders()[0].due:%a %H:%M}" == "Fri 09:00"


def test_done_speaks_of_today(desk: Open) -> None:
    one = desk(tea("every day at 9"))
    one.say("remind me of tea every day at 9")
    one.advance(timedelta(days=1))
    one.assistant.complete(one.store.reminders()[0].id)
    one.settle()
    one.advance(timedelta(days=1))
    assert one.due == ["tea"] * 2


def test_done_and_snooze(desk: Open) -> None:
    one = desk(tea())
    one.say("remind me of tea in an hour")
    one.advance(HOUR)
    key = one.store.reminders()[0].id
    one.assistant.snooze(key, "10 minutes")
    one.settle()
    one.advance(timedelta(minutes=10))
    assert one.due == ["tea", "tea"]
    one.assistant.complete(key)
    one.settle()
    assert [reminder.text for reminder in one.store.reminders(done=True)] == ["tea"]
    one.advance(timedelta(days=3))
    assert one.due == ["tea", "tea"]


def test_what_cannot_be_put_off(desk: Open) -> None:
    one = desk(tea())
    one.say("remind me of tea in an hour")
    key = one.store.reminders()[0].id
    for words in ("yesterday", "today", "blah"):
        one.assistant.snooze(key, words)
    one.assistant.snooze("nobody", "10 minutes")
    one.assistant.complete("nobody")
    one.settle()
    assert len(one.failures) == 5
    assert one.store.reminders()[0].snoozed is None


# Nobody there, no account, text from outside


def test_nothing_leaves_unattended(desk: Open) -> None:
    one = desk(letter(), tea(), user=Absent())
    turn = one.say(WATCH)
    assert [refusal.rule for refusal in turn.refused] == ["4"]
    assert turn.cards == []
    one.say("remind me of tea in an hour")
    one.advance(HOUR)
    assert not one.effects
    assert one.due == ["tea"]


def test_without_an_account_the_letter_is_kept(desk: Open) -> None:
    one = desk(letter(), account=None)
    turn = one.say(WATCH)
    assert (turn.end, turn.cards) == ("failed", [])
    assert turn.failed[0].text == "There is no mail account yet."
    assert turn.failed[0].next_step
    assert one.store.drafts()[0].subject == "I am late"


def test_nobody_is_written_to_who_was_not_named(desk: Open) -> None:
    one = desk(letter("evil@example.net"), "", letter("evil@example.net"), contacts=(ANNA,))
    turn = one.say("email Anna that I am late")
    assert turn.refused[0].text == (
        "Nothing was done: evil@example.net was neither typed by you nor is it in your contacts."
    )
    assert one.say("now to evil@example.net").cards


def test_who_was_written_to_is_known_from_then_on(desk: Open) -> None:
    one = desk(letter(), letter(gist="again"))
    one.say(WATCH)
    one.advance(REST)
    turn = one.say("email her again", new=True)
    assert turn.cards[0].warnings == ()


def test_an_address_typed_in_another_conversation_is_not_known(desk: Open) -> None:
    one = desk("Noted.", letter())
    one.say("anna has anna@example.org")
    assert one.say("email anna that I am late", new=True).refused[0].rule == "5"


def test_what_came_from_a_tainted_conversation_stays_so(desk: Open) -> None:
    one = desk("Hello.", tea(), "", letter())
    turn = one.say("hi")
    one.assistant._parts.store.conversations.taint(turn.conversation, MAILED)
    one.say("remind me of tea in an hour")
    one.say(WATCH)
    (row,) = one.assistant._parts.store.database.rows("SELECT labels FROM drafts")
    assert {label.origin for label in read_labels(row[0])} == {"typed", "mail"}
    assert {label.origin for label in one.cards[0].labels} == {"typed", "mail"}


# Odd input


@pytest.mark.parametrize("text", ["", " \n\t", "\0\x1b", "\ud800"])
def test_nothing_to_read(desk: Open, text: str) -> None:
    one = desk("Hello.")
    with pytest.raises(UsageError, match="nothing to read") as caught:
        one.say(text)
    assert caught.value.next_step()
    assert not one.assistant.conversations()


def test_too_much_to_read(desk: Open) -> None:
    with pytest.raises(UsageError, match="100000 characters") as caught:
        desk().say("x" * 100_000)
    assert caught.value.next_step()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("hi\x1b[31m\0 there\udcff", "hi[31m there"),
        ("😀👨\u200d👩\u200d👧", "😀👨\u200d👩\u200d👧"),
        ("مرحبا يا صديقي", "مرحبا يا صديقي"),
        ("\u202emoc", "\u202emoc"),
        ("a{b}{0}%s'\"--;", "a{b}{0}%s'\"--;"),
        ("x" * 20_000, "x" * 20_000),
    ],
)
def test_odd_words_are_kept_and_answered(desk: Open, text: str, kept: str) -> None:
    one = desk("Hello.")
    turn = one.say(text)
    assert turn.text == "Hello."
    assert one.assistant.lines(turn.conversation)[0].text == kept
    assert len(one.assistant.conversations()[0].title) <= 40


def test_odd_titles(desk: Open) -> None:
    odd = "😀 مرحبا \u202e{x} <b>bold</b> 李娜"
    one = desk(call("reminders.create", text=odd, when="in an hour"))
    one.say("remind me")
    assert one.store.reminders()[0].text == "😀 مرحبا {x} <b>bold</b> 李娜"


SPOOFS = [
    text.replace("{}", mark)
    for mark in ("\r\nBcc: evil@example.net", "\u202egro", "\u200b", "=?utf-8?q?x?=", "李")
    for text in (
        "{}", "a{}", "{}b", '"{}"', "a, {} <evil@example.net>", "; {}:", "({})", "\\{}",
        "a{}" * 20, "boss@example.org{}", "<{}>", "{} " * 30, "\t{}", "é{}", "\0{}", "[{}]",
        "%0d%0a{}", "&lt;{}", "'{}'", "{}\n\nSecond", "RE: {}",
    )
]  # fmt: skip


def test_a_hundred_spoofing_subjects_and_names_are_sent_as_shown(desk: Open) -> None:
    assert len(SPOOFS) >= 100
    script = Script(
        [
            letter(f"{spoof} <anna@example.org>", subject=spoof, body=spoof or "x")
            for spoof in SPOOFS
        ]
    )
    one = desk(model=script)
    one.assistant.settings.set("rest_seconds", 0)
    for number, _ in enumerate(SPOOFS):
        one.say(f"email anna@example.org number {number}", new=True)
        one.advance(timedelta(minutes=30))
        if number % 40 == 39:
            one.advance(timedelta(days=1))
    assert len(one.effects) == len(one.cards) > 80
    for effect, card in zip(one.effects, one.cards, strict=True):
        assert effect.message == card.letters[0].message
        assert effect.approval == card.sha256
        shown = read_letter(effect.message)
        assert [person.email for person in shown.to] == ["anna@example.org"] == [*effect.recipients]


# Two languages, conversations, a full disk


def test_the_same_in_chinese(desk: Open) -> None:
    one = desk(call("reminders.create", text="关火", when="半小时后"), locale="zh")
    turn = one.say("半小时后提醒我关火")
    assert f"{one.store.reminders()[0].due:%H:%M}" == "10:30"
    line = one.assistant.lines(turn.conversation)[-1]
    assert line.entry == turn.applied[0].id
    assert "关火" in line.text
    assert "2026年11月23日" in line.text


def test_conversations_are_kept_renamed_and_thrown_away(desk: Open) -> None:
    one = desk("Hello.", tea())
    first = one.say("hi").conversation
    second = one.say("remind me of tea in an hour", new=True)
    assert [talk.id for talk in one.assistant.conversations()] == [second.conversation, first]
    one.assistant.rename_conversation(first, "Greetings")
    assert {talk.title for talk in one.assistant.conversations()} >= {"Greetings"}
    one.assistant.delete_conversation(second.conversation)
    one.restart()
    assert [talk.id for talk in one.assistant.conversations()] == [first]
    assert one.store.reminders()
    assert one.assistant.entries()[0].conversation == second.conversation
    with pytest.raises(AssistantError):
        one.assistant.rename_conversation(second.conversation, "x")


def test_a_full_disk_is_told_and_nothing_is_half_done(
    desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.store.database import Database
    from assistant.store.failures import disk_full

    one = desk("Hello.", tea(), tea())
    first = one.say("hi")
    real = Database.transaction

    def full(self: Database) -> object:
        raise disk_full()

    monkeypatch.setattr(Database, "transaction", full)
    turn = one.say("remind me of tea in an hour")
    assert turn.end == "failed"
    assert turn.failed[0].text == "The disk is full."
    assert turn.failed[0].next_step
    monkeypatch.setattr(Database, "transaction", real)
    assert not one.store.reminders()
    assert one.say("remind me of tea in an hour").applied
    assert first.conversation == turn.conversation


def test_failures_name_their_next_step(desk: Open) -> None:
    one = desk(letter(), account=None)
    told: list[Failed] = []
    one.assistant.on(Failed, told.append)
    one.say(WATCH)
    assert all(one.next_step for one in told)
    assert isinstance(one.store.drafts()[0], Draft)


def test_a_day_that_no_calendar_has_is_asked_about_and_the_answer_is_taken(desk: Open) -> None:
    one = desk(call("calendar.create", title="lunch", start="February"))
    turn = one.say("lunch on 30 February at noon")
    assert turn.asked == ["There is no 30 February. Which day do you mean?"]
    assert not one.changes
    assert one.say("3 March at noon").applied
    (event,) = one.store.find_events("lunch")
    assert (event.start.month, event.start.day) == (3, 3)
