"""The terminal decider: one question at a time, single keys, with a way back.

Shows a `fanfold.intake.asking.Session`; knows nothing of what an answer does. Plain
text of 80 columns on stderr, so that a report on stdout may be kept in a file.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from fanfold.cli.keys import Keys
from fanfold.errors import RefusedDecisionError
from fanfold.intake.answering import hint, in_words, typed
from fanfold.intake.asking import Asked, Said, Session
from fanfold.intake.excerpt import around
from fanfold.intake.proposal import SAME
from fanfold.keep.originals import Originals
from fanfold.text.printable import printable

WIDTH = 78
_NUMBERS = "123456789"
_LONGEST = 400  # of a question: a title may be a paragraph
_SHOWN = 6  # stories named in a preview
_HELP = """\
  a      accept what is suggested
  1 2 …  take the choice with this number
  f      fix: type another answer yourself
  s      skip: leave it open. A story that cannot be added so waits till next time
  b      both this and all others that ask the same; shows first what it changes
  u      undo: take back the last answer; again for the one before it
  q      quit asking: answers are kept, what is open waits, the rest goes on
  ?      this help
Nothing is added before the last question is answered, skipped or quit."""


class TerminalAsker:
    """See `fanfold.intake.asking.Asker`.

    say: prints a line. originals: where the lines beside a question come from.
    """

    def __init__(
        self, originals: Originals, *, keys: Keys, say: Callable[[str], None]
    ) -> None:
        self._originals, self._keys, self._say = originals, keys, say

    def ask(self, session: Session) -> None:
        """Ask until nothing is left or the person stops."""
        try:
            self._ask(session)
        finally:
            self._keys.rest()

    def _ask(self, session: Session) -> None:
        groups = len({each.kind[:2] for each in session.asked})
        self._lines(
            f"{_count(len(session), 'question')}"
            + (f" of {groups} kinds" if 1 < groups < len(session) else "")
            + ". Press one key for each; ? explains them. Nothing is added yet."
        )
        while True:
            while session.current is not None:
                if not self._one(session, session.current):
                    return
            if self._sure(session):
                return
            self._undone(session)

    def _one(self, session: Session, asked: Asked) -> bool:
        """Show one question and take keys until it is settled; False to stop."""
        alike = session.alike()
        self._show(session, asked, len(alike))
        while True:
            self._say("")
            self._lines(_keys_of(asked, len(alike)))
            pressed = self._key()
            if pressed == "q":
                self._lines("Stopped asking. What you answered is kept.")
                return False
            if pressed == "u":
                self._undone(session)
                return True
            if pressed == "?":
                self._say(_HELP)
            elif pressed == "b" and alike:
                if self._all_alike(session, asked, len(alike) + 1):
                    return True
            elif pressed == "s":
                session.skip()
                holds = asked.question.holds
                self._lines("Left open." if holds else "Left as it was read.")
                return True
            else:
                value = self._value(asked, pressed)
                if value is not None:
                    self._told(asked, session.answer(value))
                    return True

    def _all_alike(self, session: Session, asked: Asked, count: int) -> bool:
        """Ask for one answer to all alike, show what it changes, and give it."""
        self._lines(
            f"One answer for all {count}: a accept, a number, f fix, s skip; "
            "any other key goes back."
        )
        pressed = self._key()
        if pressed == "s":
            session.skip(alike=True)
            self._lines(f"All {count} are left open.")
            return True
        value = self._value(asked, pressed, quietly=True)
        if value is None:
            return False
        changes = session.preview(value)
        for each, meant in changes[:_SHOWN]:
            self._lines(f"- {_called(each)}: {in_words(each.question, meant)}")
        if len(changes) > _SHOWN:
            self._lines(f"- and {len(changes) - _SHOWN} more")
        self._lines(
            f"y: answer these {len(changes)} so, and save it as a rule for "
            f"{_scope(asked)}. Any other key goes back."
        )
        if self._key() not in ("y", ""):
            return False
        self._told(asked, session.answer(value, alike=True))
        return True

    def _value(self, asked: Asked, pressed: str, *, quietly: bool = False) -> object:
        """Return the answer that a key stands for, or None."""
        question = asked.question
        if pressed == "a" and question.suggestion is not None:
            return question.suggestion
        if pressed in _NUMBERS[: len(question.choices)] and pressed:
            return question.choices[int(pressed) - 1]
        if pressed == "f" and hint(question):
            return self._typed(asked)
        if not quietly:
            self._lines("That key means nothing here; ? explains the keys.")
        return None

    def _typed(self, asked: Asked) -> object:
        self._lines(f"Type {hint(asked.question)}. Enter alone goes back.")
        text = self._keys.line("> ")
        if not text.strip():
            return None
        try:
            return typed(asked.question, text)
        except RefusedDecisionError as error:
            self._lines(str(error))
            return None

    def _sure(self, session: Session) -> bool:
        """Give a last chance to take something back; False for that."""
        answered = sum(len(each.asked) for each in session.said if each.value)
        waiting = len(session) - answered
        self._say("")
        self._lines(
            f"That was all: {answered} answered"
            + (f", {waiting} left open" if waiting else "")
            + (". Enter goes on to " if session.more else ". Enter ")
            + ("the other questions" if session.more else "adds the stories now")
            + "; u takes back the last answer."
        )
        while (pressed := self._key()) not in ("", "y", "a", "q", "u"):
            self._lines("Enter to go on, u to take back the last answer.")
        return pressed != "u"

    def _undone(self, session: Session) -> None:
        said = session.undo()
        if said is None:
            self._lines("There is nothing to take back.")
            return
        (first, *others) = said.asked
        more = f" and {_count(len(others), 'other')}" if others else ""
        rule = " Its rule is gone." if said.rule else ""
        self._lines(f"Taken back: {_called(first)}{more}.{rule} It is asked again.")

    def _told(self, asked: Asked, said: Said) -> None:
        count = f" ({len(said.asked)} times)" if len(said.asked) > 1 else ""
        self._lines(f"→ {in_words(asked.question, said.value)}{count}")
        if said.rule:
            self._lines(f"Saved as rule {said.rule}; u takes it back.")

    def _show(self, session: Session, asked: Asked, alike: int) -> None:
        number = len(session) - session.left + 1
        head = f"── {number} of {len(session)} "
        self._say("")
        self._say(head + "─" * (WIDTH - len(head)))
        self._lines(_short(asked.question.asked, _LONGEST))
        self._say("")
        for line in self._evidence(asked):
            self._say(line)
        for line in _choices(asked):
            self._lines(line, indent="     ")
        if alike:
            where = asked.question.group
            within = f" in {where}" if where else ""
            verb = "asks" if alike == 1 else "ask"
            self._lines(f"{_count(alike, 'other')}{within} {verb} the same.")

    def _evidence(self, asked: Asked) -> Iterator[str]:
        seen = asked.seen
        place = f", {seen.place}" if seen and seen.place else ""
        yield f"  {_short(asked.name or 'the original', WIDTH - 20)}{place}"
        lines = around(self._originals, seen, asked.steps) if seen else []
        for each in lines:
            mark = ">" if each.here else " "
            yield f" {mark}{each.number:>5} │ {_short(each.text, WIDTH - 10)}".rstrip()
        if not lines and seen and seen.quote:
            yield f"  │ {_short(printable(seen.quote), WIDTH - 4)}"
        yield ""

    def _key(self) -> str:
        """Return the next key, shown as it was pressed."""
        pressed = self._keys.key()
        shown = pressed if len(pressed) == 1 and pressed.isprintable() else "?"
        self._say(f"> {shown if pressed else 'Enter'}")
        return pressed

    def _lines(self, text: str, indent: str = "") -> None:
        """Say a text, wrapped."""
        for line in textwrap.wrap(printable(text), WIDTH, subsequent_indent=indent):
            self._say(line)


def _choices(asked: Asked) -> Iterator[str]:
    question = asked.question
    for number, choice in zip(_NUMBERS, question.choices, strict=False):
        place = int(number) - 1
        note = question.notes[place] if place < len(question.notes) else ""
        told = [note] if note else []
        told += ["suggested"] if choice == question.suggestion else []
        said = f" ({', '.join(told)})" if told else ""
        yield f"  {number}  {in_words(question, choice)}{said}"


def _keys_of(asked: Asked, alike: int) -> str:
    question = asked.question
    keys = ["a accept"] if question.suggestion is not None else []
    last = min(len(question.choices), len(_NUMBERS))
    keys += [f"1-{last} choose"] if last > 1 else []
    keys += ["f fix"] if hint(question) else []
    keys += ["s skip"]
    keys += [f"b same for all {alike + 1}"] if alike else []
    return " · ".join([*keys, "u undo", "q quit", "? help"])


def _called(asked: Asked) -> str:
    """Return the story's title, or its file's name where the file is asked about."""
    of_file = not asked.question.field and asked.question.code != SAME
    return (asked.title if not of_file else "") or asked.name or "a story"


def _scope(asked: Asked) -> str:
    group = asked.question.group
    return f"later questions of this kind in {group}" if group else "all later ones"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
