"""Which columns a table has where the dump does not say: by count, then by looking.

eFiction's own backup writes values and no names. Its tables had several orders over
the years (docs/readers/efiction_dump.md); a wrong one would put reviews under the
wrong stories, so every order that fits the count is asked what its values look like.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from fanfold.readers.efiction_dump.values import number_of
from fanfold.vocab.patterns import late

Cells = Sequence[bytes | None]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _orders(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(order.split()) for order in text.split(";"))


#: Orders in which columns were seen, the newest first.
ORDERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "authors": _orders("""
        uid penname realname email bio image date admincreated password
        ;
        uid penname realname email website bio image date admincreated password
        ;
        uid penname realname email website bio image date password level
        validated
        ;
        uid penname realname email website bio image password newreviews
        userskin level validated contact categories
    """),
    "authorprefs": _orders("""
        uid newreviews newrespond ageconsent alertson tinyMCE sortby storyindex
        validated userskin level categories contact stories
        ;
        uid newreviews newrespond ageconsent alertson tinyMCE sortby storyindex
        validated userskin level categories contact
    """),
    "authorinfo": _orders("uid field info"),
    "categories": _orders("""
        catid parentcatid category description image locked leveldown
        displayorder numitems
        ;
        catid parentcatid category description image locked leveldown
        displayorder
    """),
    "characters": _orders("charid catid charname bio image; charid catid charname"),
    "classtypes": _orders("classtype_id classtype_name classtype_title"),
    "classes": _orders("class_id class_type class_name"),
    "ratings": _orders(
        "rid rating ratingwarning warningtext; rid rating ratingwarning"
    ),
    "genres": _orders("gid genre"),
    "warnings": _orders("wid warning"),
    "stories": _orders("""
        sid title summary storynotes catid classes charid rid date updated uid
        coauthors featured validated completed rr wordcount rating reviews count
        challenges
        ;
        sid title summary storynotes catid classes charid rid date updated uid
        coauthors featured validated completed rr wordcount rating reviews count
        ;
        sid title summary storynotes catid classes charid rid date updated uid
        coauthors featured validated completed rr wordcount reviews count rating
        challenges
        ;
        sid title summary storynotes catid classes charid rid date updated uid
        coauthors featured validated completed rr wordcount reviews count rating
        ;
        sid title summary storynotes catid gid charid rid wid date updated uid
        coauthors featured validated completed rr wordcount rating reviews count
        ;
        sid title chapter summary catid gid charid rid wid date updated uid
        featured validated completed wordcount inorder psid numreviews counter
        storytext
        ;
        sid psid title chapter inorder summary catid gid charid rid wid date
        updated uid featured validated completed rr wordcount numreviews counter
        storytext
    """),
    "chapters": _orders("""
        chapid title inorder notes storytext endnotes validated wordcount rating
        reviews sid uid count
        ;
        chapid title inorder notes storytext validated wordcount rating reviews
        sid uid count
        ;
        chapid title inorder notes storytext endnotes validated wordcount
        reviews sid uid count rating
    """),
    "coauthors": _orders("sid uid"),
    "series": _orders("""
        seriesid title summary uid isopen catid rating classes characters
        reviews numstories challenges
        ;
        seriesid title summary uid isopen catid rating classes characters
        reviews numstories
        ;
        seriesid title summary uid isopen catid rating classes characters
        reviews numstories warnings challenges genres
        ;
        seriesid title summary uid isopen catid classes rating warnings genres
        characters reviews challenges numstories
        ;
        seriesid title summary owner isopen catid rating genres warnings
        characters reviews numstories
    """),
    "inseries": _orders("""
        seriesid sid subseriesid confirmed inorder
        ;
        seriesid sid subseriesid confirmed inorder updated
        ;
        seriesid sid inorder confirmed
        ;
        seriesid sid inorder
    """),
    "reviews": _orders("""
        reviewid item chapid reviewer uid review date rating respond type
        ;
        reviewid chapid item reviewer uid review date rating type respond
        ;
        reviewid item chapid reviewer uid review date rating type respond
        ;
        reviewid sid chapid seriesid reviewer member review date rating respond
        ;
        reviewid sid psid reviewer member review date rating
        ;
        reviewid sid psid reviewer member review date
    """),
    "favorites": _orders("uid item type comments; uid item type"),
    "favstor": _orders("uid sid"),
    "favauth": _orders("uid favuid"),
    "favseries": _orders("uid seriesid"),
    "challenges": _orders("""
        chalid challenger uid title catid characters summary responses
        ;
        chalid challenger uid title catid characters summary
    """),
    "news": _orders(
        "nid author title story time comments; nid author title story time"
    ),
    "comments": _orders("cid nid uid comment time; cid nid uname comment time"),
    "log": _orders("log_id log_action log_uid log_ip log_timestamp log_type"),
    "settings": _orders("""
        sitekey sitename slogan url siteemail tableprefix skin hiddenskins
        language submissionsoff storiespath store
    """),
}

_DATED = late(rb"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|0|\d{8,10}")
_LIST = late(rb"-?\d*(?>(?:,-?\d*)*)")
_HASH = late(rb"[0-9a-f]{32}|0?|[0-9a-f]{16}|\$.{20,}")
_WORDS = late(rb".*[A-Za-z\x80-\xff]{2}.*", 16)


def _number(cell: bytes | None) -> bool:
    return number_of(cell) is not None


def _small(cell: bytes | None) -> bool:
    found = number_of(cell)
    return found is not None and -1 <= found <= 10


def _matches(pattern: object) -> Callable[[bytes | None], bool]:
    return lambda cell: cell is not None and pattern.fullmatch(cell) is not None  # type: ignore[attr-defined]


def _text(cell: bytes | None) -> bool:
    """A text may be empty, but is no bare number."""
    return not cell or not _number(cell)


_PROBES: Mapping[str, Callable[[bytes | None], bool]] = {
    **dict.fromkeys(
        _words(
            "uid sid psid chapid catid_single parentcatid charid_single item reviewid "
            "seriesid subseriesid nid cid chalid rid_single wordcount reviews count "
            "member classtype_id class_id class_type log_id log_uid numstories favuid "
            "numreviews counter displayorder numitems inorder"
        ),
        _number,
    ),
    **dict.fromkeys(
        _words(
            "validated completed rr featured isopen confirmed respond level "
            "admincreated locked"
        ),
        _small,
    ),
    **dict.fromkeys(["date", "updated", "time", "log_timestamp"], _matches(_DATED)),
    **dict.fromkeys(
        _words(
            "title penname reviewer review summary storytext story comment charname "
            "category class_name storynotes notes endnotes bio author genre warning"
        ),
        _text,
    ),
    "email": lambda cell: not cell or b"@" in cell,
    "password": _matches(_HASH),
    "type": lambda cell: cell is not None and len(cell) == 2 and cell.isalpha(),
    "catid": _matches(_LIST),
    "coauthors": _matches(_LIST),
    "rid": lambda cell: cell is not None and len(cell) <= 25,
}
#: Columns that are empty in no row of a site in use.
_SOLID = frozenset(
    _words("sid chapid uid title penname reviewid item seriesid category charname date")
)


def fitting(
    base: str, rows: Sequence[Cells], known: Mapping[str, Collection[int]]
) -> tuple[str, ...]:
    """Return the columns of a table that the dump gives no names for; () if unknown.

    rows: some of its rows, all of one length. known: ids that other tables have so
    far, by column: ``chapid``, ``sid``.
    """
    count = len(rows[0])
    orders = [order for order in ORDERS.get(base, ()) if len(order) == count]
    if base == "settings" and not orders:
        orders = [_padded(ORDERS[base][0], count)]
    if len(orders) == 1 or not orders:
        return orders[0] if orders else _worked_out(base, rows)
    return max(orders, key=lambda order: _fit(order, rows, known))


def _padded(order: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (order + tuple(f"more{n}" for n in range(count)))[:count]


def _fit(
    order: tuple[str, ...], rows: Sequence[Cells], known: Mapping[str, Collection[int]]
) -> float:
    """Return the share of cells that look like their column, ids that are known
    counted as much as all other columns together."""
    worth = sum(_looks(name, row[at]) for row in rows for at, name in enumerate(order))
    return worth / (len(rows) * len(order)) + _hits(order, rows, known)


def _looks(name: str, cell: bytes | None) -> float:
    probe = _PROBES.get(name)
    if probe is None:
        return 0.5
    if not cell and name in _SOLID:
        return 0.0
    return float(probe(cell))


_REFERS = {"chapid": "chapid", "item": "sid", "sid": "sid", "psid": "sid"}


def _hits(
    order: tuple[str, ...], rows: Sequence[Cells], known: Mapping[str, Collection[int]]
) -> float:
    hits = total = 0
    for at, name in enumerate(order):
        ids = known.get(_REFERS.get(name, ""))
        if not ids:
            continue
        for row in rows:
            found = number_of(row[at])
            if found:
                total += 1
                hits += found in ids
    return hits / total if total else 0.0


#: What a story or chapter cannot be read without, the most telling first, for tables
#: of a shape that nobody has seen.
_NEEDED = {
    "stories": _words("sid title summary uid rid date validated"),
    "chapters": _words("chapid title inorder sid uid storytext validated"),
    "authors": ["uid", "penname", "email", "password"],
}
_NUMBERS = frozenset(["sid", "chapid", "uid", "inorder"])


def _worked_out(base: str, rows: Sequence[Cells]) -> tuple[str, ...]:
    """Return columns for a table of an unknown shape, by what its values look like.

    The first number is its own id, the first words its title; then whatever fits, in
    the order in which eFiction names its columns.
    """
    wanted = list(_NEEDED.get(base, ()))
    if not wanted:
        return ()
    count = len(rows[0])
    made = [f"unknown{at}" for at in range(count)]
    free = list(range(count))
    for name in wanted:
        at = next((each for each in free if _holds(name, rows, each)), None)
        if at is not None:
            made[at] = name
            free.remove(at)
    return tuple(made) if made[0] == wanted[0] else ()


def _holds(name: str, rows: Sequence[Cells], at: int) -> bool:
    cells = [row[at] for row in rows]
    if name in _NUMBERS:
        return all(_number(cell) for cell in cells)
    if name == "rid":
        return all(cell is not None and len(cell) <= 25 for cell in cells)
    if name == "storytext":
        return any(cell and _WORDS.fullmatch(cell) for cell in cells)
    if name in {"title", "penname", "summary"}:
        return any(cell and not _number(cell) for cell in cells)
    return all(_PROBES[name](cell) for cell in cells)
