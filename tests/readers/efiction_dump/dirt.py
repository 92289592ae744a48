"""The Lamplight dump written again in the ways of other hosts, hands and versions.

Each function takes the site as tables of cells and gives the bytes of a dump. The cells
are those of the genuine dump; what is made dirty here must come back all the same.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from fanfold.readers.efiction_dump import tokenizer
from fanfold.readers.efiction_dump.values import bytes_of

Cells = tuple[bytes | None, ...]


@dataclass
class Table:
    """One table: columns with their types, rows of cells."""

    name: str
    columns: list[str]
    rows: list[Cells] = field(default_factory=list)

    def at(self, column: str) -> int:
        return self.columns.index(column)

    def changed(self, column: str, change: Callable[[Cells], bytes | None]) -> Table:
        at = self.at(column)
        rows = [(*row[:at], change(row), *row[at + 1 :]) for row in self.rows]
        return Table(self.name, self.columns, rows)

    def ordered(self, columns: Sequence[str]) -> Table:
        places = [self.at(each) for each in columns]
        rows = [tuple(row[at] for at in places) for row in self.rows]
        return Table(self.name, list(columns), rows)


Tables = dict[str, Table]


def tables_of(dump: bytes) -> Tables:
    """Return the tables of a dump by base name."""
    made: Tables = {}
    now = None
    for event in tokenizer.events(io.BytesIO(dump)):
        if isinstance(event, tokenizer.Created):
            base = event.table.removeprefix("fanfiction_")
            made[base] = Table(event.table, list(event.columns))
        elif isinstance(event, tokenizer.Rows):
            now = made[event.table.removeprefix("fanfiction_")]
        elif isinstance(event, tokenizer.Row) and now is not None:
            now.rows.append(tuple(map(bytes_of, event.tokens)))
    return made


# -- ways to write -------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """How a dump is written."""

    create: bool = True
    named: bool = False
    many: bool = True
    prefix: str = ""
    quote: bytes = b"'"
    ends: bytes = b"\n"
    tick: bytes = b"`"
    verb: bytes = b"INSERT INTO"
    hexed: bool = False
    head: bytes = b"-- MySQL dump 10.11\n/*!40101 SET NAMES utf8 */;\n"
    null: bytes = b"NULL"
    engine: bytes = b"ENGINE=MyISAM DEFAULT CHARSET=utf8"
    marks: bool = False


def written(tables: Tables, way: Way, letters: Callable[[bytes, int], bytes]) -> bytes:
    """Return a dump. letters: makes a value dirty; it is told which value it is."""
    out = [way.head]
    count = 0
    for table in tables.values():
        name = (way.prefix + table.name).encode()
        if way.marks:
            out.append(b"# Dump of " + name + b"\n")
        if way.create:
            columns = b",\n".join(
                b"  " + way.tick + c.encode() + way.tick + b" text"
                for c in table.columns
            )
            out.append(
                b"CREATE TABLE "
                + way.tick
                + name
                + way.tick
                + b" (\n"
                + columns
                + b",\n  KEY x ("
                + table.columns[0].encode()
                + b")\n) "
                + way.engine
                + b";\n"
            )
        rows = []
        for row in table.rows:
            cells = []
            for cell in row:
                count += 1
                dirty = None if cell is None else letters(cell, count)
                cells.append(_cell(dirty, way))
            rows.append(b"(" + b", ".join(cells) + b")")
        listed = b", ".join(way.tick + c.encode() + way.tick for c in table.columns)
        head = way.verb + b" " + way.tick + name + way.tick
        head += b" (" + listed + b")" if way.named else b""
        if rows and way.many:
            out.append(head + b" VALUES\n" + b",\n".join(rows) + b";\n")
        else:
            out += [head + b" VALUES" + row + b";\n" for row in rows]
    made = b"".join(out)
    # Ends inside values are escaped, so only those between statements are these.
    return made.replace(b"\n", way.ends) if way.ends != b"\n" else made


def _cell(cell: bytes | None, way: Way) -> bytes:
    if cell is None:
        return way.null
    if cell.isdigit() and way.quote == b"'":
        return cell
    if way.hexed and cell:
        return b"0x" + cell.hex().encode()
    escaped = cell.replace(b"\\", b"\\\\").replace(way.quote, b"\\" + way.quote)
    escaped = (
        escaped.replace(b"\n", b"\\n").replace(b"\r", b"\\r").replace(b"\0", b"\\0")
    )
    return way.quote + escaped + way.quote


# -- letters -------------------------------------------------------------------------


def clean(value: bytes, _number: int) -> bytes:
    return value


def doubled(value: bytes, _number: int) -> bytes:
    """UTF-8 taken for latin1 and encoded once more, as backup_utf8.php does."""
    if value.isascii():
        return value
    letters = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in value)
    return letters.encode()


def windows(value: bytes, _number: int) -> bytes:
    try:
        return value.decode().encode("cp1252")
    except UnicodeError:
        return value


def mixed(value: bytes, number: int) -> bytes:
    """Each value in another of the three."""
    return (clean, windows, doubled)[number % 3](value, number)


def slashed(value: bytes, number: int) -> bytes:
    """What magic quotes left in the rows: once, and on some twice."""
    for _ in range(1 + (number % 5 == 0)):
        if b"'" in value or b'"' in value:
            value = (
                value.replace(b"\\", b"\\\\")
                .replace(b"'", b"\\'")
                .replace(b'"', b'\\"')
            )
    return value


# -- versions ------------------------------------------------------------------------


def listed_coauthors(tables: Tables) -> Tables:
    """3.3 and older: a comma list in stories, and no table."""
    made = dict(tables)
    others: dict[bytes | None, list[bytes]] = {}
    for sid, uid in made.pop("coauthors").rows:
        others.setdefault(sid, []).append(uid or b"")
    made["stories"] = made["stories"].changed(
        "coauthors", lambda row: b",".join(others.get(row[0], [])) or b"0"
    )
    prefs = made["authorprefs"]
    made["authorprefs"] = prefs.ordered([c for c in prefs.columns if c != "stories"])
    return made


def upgraded(tables: Tables) -> Tables:
    """Orders of columns that an upgrade from 1.1 left."""
    made = dict(tables)
    stories = [c for c in made["stories"].columns if c not in _COUNTS]
    at = stories.index("challenges")
    order = [*stories[:at], "wordcount", "reviews", "count", "rating", "challenges"]
    made["stories"] = made["stories"].ordered(order)
    made["reviews"] = made["reviews"].ordered(
        [
            *("reviewid", "chapid", "item", "reviewer", "uid", "review", "date"),
            *("rating", "type", "respond"),
        ]
    )
    return made


_COUNTS = ("wordcount", "rating", "reviews", "count")


def in_database(tables: Tables, texts: dict[int, bytes]) -> Tables:
    """The other store: texts in chapters.storytext."""
    made = dict(tables)
    chapters = made["chapters"]
    made["chapters"] = chapters.changed(
        "storytext", lambda row: texts.get(int(row[0] or b"0"))
    )
    settings = made["settings"]
    made["settings"] = settings.changed("store", lambda _row: b"mysql")
    return made


def named_ratings(tables: Tables) -> Tables:
    """A badly upgraded site: some rows hold the rating's name, in any case."""
    made = dict(tables)
    names = {row[0]: row[1] for row in made["ratings"].rows}
    made["stories"] = made["stories"].changed(
        "rid",
        lambda row: (
            (names.get(row[_RID]) or b"").upper()
            if int(row[0] or b"0") % 3 == 0
            else row[_RID]
        ),
    )
    return made


_RID = 7


def listed_untidily(tables: Tables) -> Tables:
    """Lists as hands and scripts left them: commas at the ends, spaces, names."""
    made = listed_coauthors(tables)
    authors = made["authors"]
    names = {row[0]: row[authors.at("penname")] for row in authors.rows}
    at = made["stories"].at("coauthors")

    def untidy(row: Cells) -> bytes:
        uids = (row[at] or b"0").split(b",")
        if uids == [b"0"]:
            return b"0"
        if int(row[0] or b"0") % 2:
            return b",".join(names.get(uid) or uid for uid in uids)
        return b"," + b", ".join(uids) + b","

    made["stories"] = made["stories"].changed("coauthors", untidy)
    return made


def listed_and_in_a_table(tables: Tables) -> Tables:
    """An upgrade that made the table and left the lists."""
    return {**tables, "stories": listed_coauthors(tables)["stories"]}


def upper(tables: Tables) -> Tables:
    """Names of tables and columns in capitals, as some hosts export them."""
    return {
        base: Table(
            each.name.upper(), [column.upper() for column in each.columns], each.rows
        )
        for base, each in tables.items()
    }


def with_remarks(dump: bytes) -> bytes:
    """Comments behind VALUES and between rows."""
    return dump.replace(b"),\n(", b"),\n/* row */ (").replace(
        b" VALUES\n", b" VALUES -- many\n"
    )


def whole_host(tables: Tables) -> bytes:
    """Every database of a host: its server's, a blog with traps, a forum, our site."""
    way = Way(head=b"")
    trap = b"a ); INSERT INTO `fanfiction_stories` VALUES (9,\\'x\\');"
    copy = {base: tables[base] for base in ("stories", "authors")}
    return b"".join(
        [
            b"-- MySQL dump 10.13\n-- Host: localhost\nUSE `mysql`;\n",
            b"CREATE TABLE user (Host char(60), User char(16), Password char(41));\n",
            b"INSERT INTO user VALUES ('localhost','root','*A');\n",
            b"CREATE DATABASE `blog`;\nUSE `blog`;\nCREATE TABLE `wp_posts` (`ID` int,"
            b" `post_content` text);\nINSERT INTO `wp_posts` VALUES (1,'" + trap,
            b"');\nDELIMITER ;;\nCREATE TRIGGER x BEFORE INSERT ON wp_posts FOR EACH",
            b" ROW BEGIN SET NEW.ID=1; END ;;\nDELIMITER ;\n",
            b"CREATE VIEW v AS SELECT 1;\n",
            b"CREATE DATABASE `fic`;\nUSE `fic`;\n",
            written(tables, replace(way, prefix="a_b_"), clean),
            written(copy, replace(way, prefix="bak_"), clean),
            b"USE `forum`;\nCREATE TABLE phpbb_users (user_id int, username text);\n",
            b"INSERT INTO phpbb_users VALUES (1,'Nobody');\n",
        ]
    )


def as_windows_writes(dump: bytes) -> bytes:
    """Two bytes a letter: what a shell of Windows makes of a program's output."""
    return dump.decode("utf-8", "surrogateescape").encode("utf-16", "surrogatepass")


def with_copies(tables: Tables) -> Tables:
    """Old copies beside the live tables, and tables of other software around them."""
    made: Tables = {}
    for base in ("stories", "chapters"):
        old = Table(
            f"old_fanfiction_{base}", tables[base].columns, tables[base].rows[:9]
        )
        made[f"old {base}"] = old
        late = Table(
            f"fanfiction_{base}_bak", tables[base].columns, tables[base].rows[:5]
        )
        made[f"{base} bak"] = late
    trap = b"INSERT INTO `fanfiction_stories` VALUES (99999,'trap');\n"
    trap += b'-- it\'s "not" SQL; /*'
    made["posts"] = Table("forum_posts", ["id", "body"], [(b"1", trap), (b"2", b"\\")])
    made |= tables
    made["users"] = Table("forum_users", ["user_id", "username"], [(b"3", b"Nobody")])
    return made


def variants(tables: Tables, texts: dict[int, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each dirty dump."""
    plain = Way()
    backup = Way(
        create=False,
        many=False,
        quote=b'"',
        ends=b"\r\n",
        tick=b"",
        null=b'""',
        head=b"# Dump DATE : 01-Jan-2008\n",
        marks=True,
    )
    old = Way(
        tick=b"",
        engine=b"TYPE=MyISAM",
        many=False,
        ends=b"\r\n",
        head=b"# phpMyAdmin SQL Dump\n# version 2.5.1\n#\n",
    )
    yield (
        "a wide prefix",
        written(tables, replace(plain, prefix="my_old-site2_"), clean),
    )
    yield "no definitions", written(tables, replace(plain, create=False), clean)
    yield (
        "named columns, REPLACE",
        written(
            tables,
            replace(plain, create=False, named=True, verb=b"REPLACE INTO"),
            clean,
        ),
    )
    yield "hex", written(tables, replace(plain, hexed=True), clean)
    yield "MySQL 4, CRLF", written(tables, old, clean)
    yield "own backup", written(tables, backup, clean)
    yield "own backup, upgraded from 1.1", written(upgraded(tables), backup, clean)
    yield "own backup, doubled", written(listed_coauthors(tables), backup, doubled)
    latin = replace(plain, head=b"-- MySQL dump 10.9\n/*!40101 SET NAMES latin1 */;\n")
    yield "windows-1252", written(tables, latin, windows)
    yield "doubled", written(tables, plain, doubled)
    yield "each value its own letters", written(tables, latin, mixed)
    yield "magic quotes", written(tables, plain, slashed)
    yield "co-authors as lists", written(listed_coauthors(tables), plain, clean)
    yield "texts in the database", written(in_database(tables, texts), latin, clean)
    yield "ratings by name", written(named_ratings(tables), plain, clean)
    yield "copies and other software", written(with_copies(tables), plain, clean)
    yield "co-authors untidy", written(listed_untidily(tables), plain, clean)
    yield (
        "co-authors twice",
        written(listed_and_in_a_table(tables), plain, clean),
    )
    yield "capitals", written(upper(tables), replace(plain, named=True), clean)
    yield "remarks between rows", with_remarks(written(tables, plain, clean))
    yield (
        "doubled quotes",
        written(tables, replace(plain, named=True), clean).replace(b"\\'", b"''"),
    )
    yield (
        "a database before the name",
        written(tables, replace(plain, tick=b"", prefix="old_host.wide_2004__"), clean),
    )
    yield "twice", written(tables, replace(plain, create=False, named=True), clean) * 2
    yield "two bytes a letter", as_windows_writes(written(tables, plain, clean))
    yield "a whole host", whole_host(tables)
    mixed_texts = written(in_database(tables, texts), latin, mixed)
    yield "texts in the database, mixed", mixed_texts.replace(b"\\'", b"''")
