"""The chapters of one work: their order, texts, notes and who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fanfold.model.creator import Credit
from fanfold.model.draft import DraftChapter
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.problem import Problem, Severity
from fanfold.readers.efiction_dump.cells import Cells
from fanfold.readers.efiction_dump.letters import Letters
from fanfold.readers.efiction_dump.people import People
from fanfold.readers.efiction_dump.spill import Record, Spill
from fanfold.readers.efiction_dump.telling import Telling
from fanfold.readers.efiction_dump.texts import Shelves, Text, from_cell, from_file
from fanfold.text import words
from fanfold.text.addresses import quoted


@dataclass(slots=True)
class Chapters:
    """Makes the chapters of works of one site."""

    spill: Spill
    shelves: Shelves
    people: People
    letters: Letters
    telling: Telling

    def of(self, story: Record, sid: int) -> tuple[DraftChapter, ...]:
        """Return the chapters of a story in reading order."""
        site = self.shelves.site
        if site.is_first:
            rows = self.spill.of(site.table("stories"), "psid", sid)
            rows = rows or [story]
        else:
            rows = self.spill.of(site.table("chapters"), "sid", sid)
        ordered = sorted(self._once(rows), key=_place)
        self._tell_order(ordered, sid)
        return tuple(self._chapter(each, story, sid) for each in ordered)

    def _once(self, rows: Sequence[Record]) -> list[Record]:
        """Leave out what is there twice; say so where the second is not the same."""
        kept: dict[int | None, Record] = {}
        for row in rows:
            number = _number(row)
            known = kept.get(number)
            if known is None or number is None:
                kept[number if number is not None else -row.n] = row
            elif not known.same(row):
                detail = "a second chapter has the same number; the first was read"
                self.telling.say(
                    "sql-duplicate", self._name(row), detail, Severity.LOSS
                )
        return list(kept.values())

    def _tell_order(self, rows: Sequence[Record], sid: int) -> None:
        orders = [each.number("inorder") for each in rows]
        first = 0 if self.shelves.site.is_first else 1
        if not orders or orders == list(range(first, first + len(orders))):
            return
        stories = self.shelves.site.tables["stories"].name
        shown = ", ".join(map(str, orders[:12]))
        detail = f"its chapters are numbered {shown}; they were kept in this order"
        self.telling.count("chapter-order", f"{stories}[sid={sid}]", detail)

    def _chapter(self, record: Record, story: Record, sid: int) -> DraftChapter:
        cells = self._cells(record)
        number = _number(record)
        text = self._text(cells, record, story)
        problems = list(self._told_of(cells, text))
        html: tuple[Claim[str], ...] = ()
        if text is not None:
            seen = Evidence(
                text.original.sha256, text.place, quoted(text.quote), "efiction.text/1"
            )
            html = (Claim(text.html, Standing.RECORDED, seen, text.steps),)
        first = self.shelves.site.is_first
        said = text.text if text is not None else ""
        order = record.number("inorder")
        return DraftChapter(
            html=html,
            text=said,
            words=words.count(said),
            title=cells.title("chapter" if first else "title"),
            creators=self._creators(cells, story),
            notes=cells.texts("notes"),
            end_notes=cells.texts("endnotes"),
            urls=self.letters.links.of_chapter(sid, order),
            hidden=record["validated"] is not None and record.number("validated") == 0,
            source_id=self.shelves.site.id_of("chapters", number or 0),
            problems=tuple(problems),
        )

    # -- text ----------------------------------------------------------------------

    def _text(self, cells: Cells, record: Record, story: Record) -> Text | None:
        cell = from_cell(cells, "storytext")
        if cell is not None and (self.shelves.prefers_cells or not self.shelves.root):
            return cell
        number = _number(record)
        if number is None:
            return cell
        found = self.shelves.file_of(self._folders(record, story), number)
        if found is None:
            return cell
        if found.moved:
            detail = (
                f"its file lies in another folder, {found.original.name}; it was read"
            )
            self.telling.say("chapter-file-moved", cells.name, detail)
        if found.others:
            names = ", ".join(each.name for each in found.others[:5])
            detail = f"other files of this number were left: {names}"
            self.telling.count("chapter-file-copies", cells.name, detail)
        text = from_file(found.original, cells)
        return text if text.text or cell is None else cell

    def _folders(self, record: Record, story: Record) -> list[str]:
        uid = record.number("uid")
        folders = [str(uid)] if uid is not None else []
        if self.shelves.site.is_first:
            name = self.people.name(uid or story.number("uid"))
            folders = [name, name.replace(" ", "_"), *folders]
        return folders

    def _told_of(self, cells: Cells, text: Text | None) -> list[Problem]:
        """Return what a chapter's reader should know; tell it to the person too."""
        found: list[Problem] = []
        if text is None:
            if self.shelves.root is None and not self.shelves.prefers_cells:
                detail = "its text is in a file, and no folder of files was given"
            else:
                detail = "there is no file of this number, and the table has no text"
            found.append(
                self.telling.say(
                    "chapter-file-missing", cells.name, detail, Severity.LOSS
                )
            )
        elif not text.text:
            detail = f"{text.place} holds no words"
            self.telling.say("chapter-empty", cells.name, detail)
        if text is not None and text.cut:
            detail = (
                "the database cut it at 65,535 bytes: its end is lost; another copy "
                "may have it"
            )
            found.append(
                self.telling.say("text-truncated", cells.name, detail, Severity.LOSS)
            )
        if text is not None and text.active:
            detail = "scripts or forms in the text were left out"
            self.telling.count("active-content", cells.name, detail)
        if text is not None:
            self._look_at_links(cells, text)
        return found

    def _look_at_links(self, cells: Cells, text: Text) -> None:
        stories = self.shelves.site.table("stories")
        for sid in text.leads_to:
            if not self.spill.has(stories, sid):
                detail = f"a link leads to story {sid}, which is not in the dump"
            elif not self.letters.links.address:
                detail = f"a link leads to story {sid}; the dump does not say where"
            else:
                continue
            self.telling.count("link-unresolved", cells.name, detail)

    # -- people --------------------------------------------------------------------

    def _creators(
        self, cells: Cells, story: Record
    ) -> tuple[Claim[tuple[Credit, ...]], ...]:
        """Return who wrote it where that is not the work's first author."""
        uid = cells.record.number("uid")
        if not uid or uid == story.number("uid"):
            return ()
        name = self.people.name(uid)
        if not name:
            return ()
        credit = Credit(name, source_id=self.people.number_of(uid))
        return cells.claim("uid", (credit,))

    def _cells(self, record: Record) -> Cells:
        return Cells(record, self._name(record), self.letters, self.telling)

    def _name(self, record: Record) -> str:
        key = "sid" if self.shelves.site.is_first else "chapid"
        return f"{record.table.name}[{key}={_number(record)}]"


def _number(record: Record) -> int | None:
    return record.number("chapid" if record.table.has("chapid") else "sid")


def _place(record: Record) -> tuple[int, int]:
    order = record.number("inorder")
    return (order if order is not None else 1 << 40, _number(record) or 0)
