"""Dumps of eFiction sites of any size, from a seed; no question of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_HEAD = """-- MySQL dump 10.13  Distrib 5.5.62
/*!40101 SET NAMES utf8 */;
CREATE TABLE `fanfiction_authors` (`uid` int(11), `penname` varchar(200), `realname`
 varchar(200), `email` varchar(200), `bio` text, `image` varchar(200), `date` int(10),
 `admincreated` char(1), `password` varchar(40), PRIMARY KEY (`uid`)) ENGINE=MyISAM;
CREATE TABLE `fanfiction_ratings` (`rid` int(11), `rating` varchar(60),
 `ratingwarning` char(1), `warningtext` text) ENGINE=MyISAM;
INSERT INTO `fanfiction_ratings` VALUES (1,'General','0',''),(2,'Mature','2','');
CREATE TABLE `fanfiction_categories` (`catid` int(11), `parentcatid` int(11),
 `category` varchar(60)) ENGINE=MyISAM;
INSERT INTO `fanfiction_categories` VALUES (1,-1,'Harbours'),(2,1,'North');
CREATE TABLE `fanfiction_stories` (`sid` int(11), `title` varchar(200), `summary` text,
 `storynotes` text, `catid` varchar(100), `classes` varchar(200), `charid` varchar(250),
 `rid` varchar(25), `date` int(10), `updated` int(10), `uid` int(11), `coauthors`
 tinyint(1), `featured` char(1), `validated` char(1), `completed` char(1), `rr` char(1),
 `wordcount` int(11), `rating` tinyint(4), `reviews` smallint(6), `count` int(11),
 `challenges` varchar(200)) ENGINE=MyISAM;
CREATE TABLE `fanfiction_chapters` (`chapid` int(11), `title` varchar(250), `inorder`
 int(11), `notes` text, `storytext` text, `endnotes` text, `validated` char(1),
 `wordcount` int(11), `rating` tinyint(4), `reviews` smallint(6), `sid` int(11), `uid`
 int(11), `count` int(11)) ENGINE=MyISAM;
CREATE TABLE `fanfiction_reviews` (`reviewid` int(11), `item` int(11), `chapid` int(11),
 `reviewer` varchar(60), `uid` int(11), `review` text, `date` int(10), `rating` int(11),
 `respond` char(1), `type` char(2)) ENGINE=MyISAM;
"""
_SENTENCES = (
    "The lamp was <i>still</i> burning, and it rained on the harbour all night.",
    "“Don\\'t,” she said; he didn\\'t -- and /* nobody */ asked (twice).",
    "It was a quarter past nine; the café had closed.<br />",
    'He read: \\"INSERT INTO the sea VALUES (1,2)\\"; nothing more.',
)
#: Of a chapter, in bytes; a chapter is one of three of a story.
CHAPTER = 9_000


def write_dump(path: Path, megabytes: float, seed: int = 7) -> int:
    """Write a dump of about this size; return how many chapters it has."""
    chapters = max(3, int(megabytes * 1e6 / (CHAPTER + 900)))
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_HEAD)
        for statement in _statements(chapters, random.Random(seed)):
            stream.write(statement)
        stream.write("-- Dump completed on 2012-01-01\n")
    return chapters


def _statements(chapters: int, chance: random.Random) -> Iterator[str]:
    stories = chapters // 3 + 1
    members = stories // 4 + 1
    yield from _inserts("authors", (_member(n) for n in range(1, members + 1)))
    texts = [_text(chance) for _ in range(64)]
    rows = (_chapter(n, texts[n % 64], members) for n in range(1, chapters + 1))
    yield from _inserts("chapters", rows)
    yield from _inserts("reviews", (_review(n) for n in range(1, 2 * chapters)))
    yield from _inserts("stories", (_story(n, members) for n in range(1, stories + 1)))


def _inserts(table: str, rows: Iterator[str]) -> Iterator[str]:
    """Yield statements of about a megabyte, as mysqldump writes them."""
    waiting: list[str] = []
    size = 0
    for row in rows:
        waiting.append(row)
        size += len(row)
        if size > 1_000_000:
            yield f"INSERT INTO `fanfiction_{table}` VALUES {','.join(waiting)};\n"  # noqa: S608
            waiting, size = [], 0
    if waiting:
        yield f"INSERT INTO `fanfiction_{table}` VALUES {','.join(waiting)};\n"  # noqa: S608


def _text(chance: random.Random) -> str:
    lines: list[str] = []
    while sum(map(len, lines)) < CHAPTER:
        lines.append(f"<p>{' '.join(chance.choices(_SENTENCES, k=5))}</p>")
    return "\\r\\n".join(lines)


def _member(n: int) -> str:
    return f"({n},'Marrow {n}','','m{n}@example.org','','',1100000000,'0','')"


def _chapter(n: int, text: str, members: int) -> str:
    story, order = (n - 1) // 3 + 1, (n - 1) % 3 + 1
    uid = story % members + 1
    return f"({n},'Part {order}',{order},'','{text}','','1',1600,0,0,{story},{uid},9)"


def _review(n: int) -> str:
    chapter = n // 2 + 1
    story = (chapter - 1) // 3 + 1
    return (
        f"({n},{story},{chapter},'Bea',0,'I liked it very much; it\\'s true. And the "
        f"end, when it rained, made me sad for a whole day.',1100000000,-1,'0','ST')"
    )


def _story(n: int, members: int) -> str:
    return (
        f"({n},'The Last Watch {n}','It rained, and nobody came.','','2','','',"
        f"'{n % 2 + 1}',1100000000,1200000000,{n % members + 1},0,'0','1','1','0',4800,"
        f"0,6,99,'0')"
    )
