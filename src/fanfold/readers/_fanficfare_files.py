"""FanFicFare's page and text taken apart: fields, contents, chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from fanfold.model.draft import DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers._chapter_claims import chapter_of
from fanfold.readers._fanficfare import RULE, Value, claims_of, key_of, values_in
from fanfold.readers._ground import Ground
from fanfold.readers._pages import ground_of
from fanfold.text import addresses
from fanfold.text import decode as decoding
from fanfold.text.breaks import is_scene_break
from fanfold.text.house import escape
from fanfold.text.inline import lightly
from fanfold.text.lines import Kind, Line
from fanfold.text.markup import read_page
from fanfold.text.mend import mend
from fanfold.text.page import PageLine
from fanfold.text.paragraphs import to_html
from fanfold.text.parts import bare, title_within
from fanfold.vocab import languages
from fanfold.vocab.patterns import late

_TEMPLATE = Evidence("", "", "", RULE)
_SECTION = "a:#section"
_FIELD = late(r"([A-Z][A-Za-z0-9/ ]{1,40}): ?(.*)")
_CONTENTS = "TABLE OF CONTENTS"
_END = "End file."


def read_file(
    original: Original, habit: dict[str, str]
) -> Iterator[DraftWork | Problem]:
    """Yield the work of a page or text, after what was hard about its bytes."""
    with original.open() as stream:
        text, encoding = decoding.decode(stream, habit, name=original.name)
    yield from decoding.problems(encoding, original.name)
    mended, steps = mend(text)
    every = (*encoding.steps, *steps)
    if mended.lstrip()[:1] == "<":
        yield _of_page(original, mended, every)
    else:
        yield _of_text(original, mended.split("\n"), every)


# -- the page --------------------------------------------------------------------------


def _of_page(original: Original, source: str, steps: tuple[Step, ...]) -> DraftWork:
    lines = list(read_page(source).lines)
    headings = [n for n, each in enumerate(lines) if each.line.kind is Kind.HEADING]
    first = headings[0] if headings else 0
    values = [
        *_heading(lines[first] if lines else None),
        *values_in(lines),
    ]
    titles = [each.line.text for each in lines if _is_entry(each)]
    begins = _begins([(at, lines[at].line.text) for at in headings], titles)
    if not begins:
        # Without contents the first heading below the table begins the story.
        below = headings[1] if len(headings) > 1 else _below(lines, first)
        begins = {below: _unless_title(lines[below].line.text, values)} if lines else {}
    places = [*begins, len(lines)]
    chapters = tuple(
        _chapter(ground_of(original, lines[at + 1 : until], steps), title)
        for (at, title), until in zip(begins.items(), places[1:], strict=True)
    )
    urls = [value.html for value in values if value.key == "storyUrl"]
    return _work(original, values, chapters, urls)


def _heading(each: PageLine | None) -> Iterator[Value]:
    """Yield what the first heading says: the linked title, by linked names."""
    linked: dict[str, str] = {}
    for run in each.runs if each else ():
        for mark in run.marks:
            if mark.startswith("a:"):
                linked[mark[2:]] = linked.get(mark[2:], "") + run.text
    place = f"line {each.line.number}" if each else ""
    for at, (url, text) in enumerate(linked.items()):
        if at == 0:
            yield Value("title", "Title", escape(text), place)
            yield Value("storyUrl", "Story URL", url, place)
    names = tuple(text.strip() for text in list(linked.values())[1:])
    if names:
        yield Value("author", "Author", escape(", ".join(names)), place, names)


def _is_entry(each: PageLine) -> bool:
    return any(mark.startswith(_SECTION) for run in each.runs for mark in run.marks)


def _below(lines: Sequence[PageLine], first: int) -> int:
    """Return the index of the last line of the table of fields."""
    last = max(
        (n for n, each in enumerate(lines) if each.row is not None), default=first
    )
    return max(last, first)


# -- the text --------------------------------------------------------------------------


def _of_text(
    original: Original, lines: list[str], steps: tuple[Step, ...]
) -> DraftWork:
    contents = next((n for n, line in enumerate(lines) if line == _CONTENTS), None)
    end = next(
        (n for n in range(len(lines) - 1, -1, -1) if lines[n].strip() == _END),
        len(lines),
    )
    head_end = contents if contents is not None else _first_indented(lines, end)
    values, urls = list(_fields(lines[:head_end])), list[str]()
    urls += [value.html for value in values if value.key == "storyUrl"]
    titles = _entries(lines, contents) if contents is not None else []
    indented = [
        (n, _whole(lines, n)) for n in range(head_end, end) if lines[n][:1] in "\t "
    ]
    begins = _begins(indented, titles)
    if not begins:
        title = _whole(lines, head_end) if head_end < end else ""
        begins = {head_end: _unless_title(title, values)}
    places = [*begins, end]
    chapters = []
    for (at, title), until in zip(begins.items(), places[1:], strict=True):
        behind = at + 1
        while behind < until and lines[behind].strip() and lines[at][:1] in "\t ":
            behind += 1  # a title longer than a line
        chapters.append(_text_chapter(original, lines, behind, until, title, steps))
    return _work(original, values, tuple(chapters), urls)


def _fields(lines: Sequence[str]) -> Iterator[Value]:
    """Yield title, by-line and labelled lines; a line without a label goes on."""
    solid = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    if not solid:
        return
    yield Value("title", "Title", escape(solid[0][1].strip()), f"line {solid[0][0]}")
    open_value: Value | None = None
    gap = 0
    for number, line in solid[1:]:
        found = _FIELD.fullmatch(line)
        if found is None and open_value is None:
            if line.strip().startswith("by "):
                names = escape(line.strip().removeprefix("by "))
                yield Value("author", "Author", names, f"line {number}")
        elif found is not None and _is_label(found[1], open_value):
            if open_value is not None:
                yield open_value
            key, value = key_of(found[1]), found[2]
            html = value if key == "storyUrl" else escape(value)
            open_value = Value(key, found[1], html, f"line {number}")
        elif open_value is not None:
            joint = "\n\n" if number - gap > 1 else " "
            whole = f"{open_value.html}{joint}{escape(line.strip())}"
            open_value = open_value._replace(html=whole)
        gap = number
    if open_value is not None:
        yield open_value


def _is_label(label: str, before: Value | None) -> bool:
    """Tell whether a label begins a field; within a summary only a known one does."""
    known = key_of(label) != label
    return known or before is None or before.key != "description"


def _first_indented(lines: Sequence[str], end: int) -> int:
    return next(
        (n for n in range(2, end) if lines[n][:1] in "\t " and lines[n].strip()), end
    )


def _entries(lines: Sequence[str], contents: int) -> list[str]:
    """Return the titles that the contents name, up to the first chapter's own."""
    titles: list[str] = []
    fresh = True
    for number in range(contents + 1, len(lines)):
        line = lines[number]
        if line[:1] in "\t " and line.strip():
            break
        if line.strip():
            if fresh:
                titles.append(line.strip())
            else:
                titles[-1] += f" {line.strip()}"
        fresh = not line.strip()
    return titles


def _whole(lines: Sequence[str], at: int) -> str:
    """Return an indented line with what it was wrapped into."""
    parts: list[str] = []
    while at < len(lines) and lines[at].strip() and len(parts) < 4:
        parts.append(lines[at].strip())
        at += 1
    return " ".join(parts)


def _text_chapter(
    original: Original,
    lines: Sequence[str],
    start: int,
    end: int,
    title: str,
    steps: tuple[Step, ...],
) -> DraftChapter:
    made = [
        Line(lines[n], n + 1, Kind.TEXT if lines[n].strip() else Kind.BLANK)
        for n in range(start, end)
    ]
    ground = Ground(
        original=original.sha256,
        name=original.name,
        lines=made or [Line("", 1, Kind.BLANK)],
        html_of=_html_of,
        steps=steps,
    )
    return _chapter(ground, title)


def _html_of(lines: Sequence[Line]) -> str:
    """Return lines as house HTML: an empty line alone ends a paragraph."""
    made: list[str] = []
    for blank, block in groupby(lines, lambda line: line.kind is Kind.BLANK):
        each = list(block)
        if blank:
            continue
        broken = len(each) == 1 and is_scene_break(each[0].text)
        made.append("<hr>" if broken else to_html(each))
    return _from_markdown("\n".join(made))


_STRONG = late(r"\*\*(?=\S)([^*]{1,400}?)(?<=\S)\*\*")
_HEADING = late(r"<p>(#{1,6}) ([^\n]{1,200}?)</p>")
_ESCAPED = late(r"\\([-.+#*_`\[\]()!])")


def _from_markdown(html: str) -> str:
    """Return what html2text left as marks as tags; emphasis is done by then."""
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    html = _HEADING.sub(
        lambda f: f"<h{max(len(f[1]), 2)}>{f[2]}</h{max(len(f[1]), 2)}>", html
    )
    return _ESCAPED.sub(r"\1", html)


# -- both ------------------------------------------------------------------------------


def _begins(places: Sequence[tuple[int, str]], titles: Sequence[str]) -> dict[int, str]:
    """Return where each title of the contents stands as a heading, in order."""
    found: dict[int, str] = {}
    wanted = iter(titles)
    title = next(wanted, None)
    for at, text in places:
        if title is not None and bare(text) == bare(title):
            found[at] = title
            title = next(wanted, None)
    return found


def _unless_title(heading: str, values: Sequence[Value]) -> str:
    """Return a heading; "" where it only is the story's own title again."""
    title = next((value.html for value in values if value.key == "title"), "")
    return "" if bare(heading) == bare(title) else heading


def _chapter(ground: Ground, title: str) -> DraftChapter:
    made = chapter_of(ground)
    name = addresses.removed(title_within(title))
    if not name:
        return made
    seen = made.html[0].evidence if made.html else _TEMPLATE
    seen = replace(seen, quote=addresses.quoted(title), rule=RULE)
    return replace(made, title=(Claim(lightly(escape(name)), Standing.LABELLED, seen),))


def _work(
    original: Original,
    values: Sequence[Value],
    chapters: tuple[DraftChapter, ...],
    urls: Sequence[str],
) -> DraftWork:
    claims = claims_of(values, original.sha256, Standing.LABELLED)
    text = next((each.text for each in chapters if each.text), "")
    language = languages.language_of(text) if "language" not in claims else None
    if language is not None:
        seen = Evidence(original.sha256, "text of part 1", "", languages.RULE)
        claims["language"] = (Claim(language, Standing.GUESSED, seen),)
    web = [url for url in urls if url.lower().startswith(("http://", "https://"))]
    draft = DraftWork(
        source_ids=(f"file:{original.name}",),
        urls=tuple(dict.fromkeys(web)),
        chapters=chapters,
    )
    return replace(draft, **claims)  # type: ignore[arg-type]
