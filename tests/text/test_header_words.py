"""Every spelling, phrase, mark and break that the field guide lists, one by one.

Each stands in a small text, and the whole reader reads it: a word that a table knows
and the grammar does not reach is of no use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ReadWork = Callable[[str], dict[str, Any]]

_BODY = (
    "They left before it was light, and nobody saw them go but the cat on the wall.\n\n"
    "It rained upon them all of the way, and the cat, who was dry, did not care."
)


def _labelled(line: str) -> str:
    return f"The Salt Road\nby Wren\n\n{line}\nRating: PG\n\n{_BODY}\n"


def _words(spelled: str) -> list[str]:
    return spelled.split("|")


# --- labels --------------------------------------------------------------------------

_LABELS: dict[str, tuple[str, list[str]]] = {
    "summary": (
        "A boat goes out.",
        "Summary|SUMMARY|summary|Summery|Synopsis|Concept|Background|Title Summary|"
        "Episode Summary|A Little More|Beschreibung|Résumé|Résumé de l'auteur|Blurb|"
        "Teaser|Description|Plot|Inhalt|Kurzbeschreibung|Kurzinhalt|Resumen|"
        "Sumario|Zusammenfassung|Summary of the story|Story Summary|Содержание",
    ),
    "disclaimer": (
        "The sea is not mine.",
        "Disclaimer|Disclaimers|DISCLAIMER|Legal disclaimers|Author's disclaimer|"
        "Copyright Notice|Legal|Legalese|Standard disclaimer|Descargo|"
        "Haftungsausschluss|Dis|Disclaimer stuff|Отказ",
    ),
    "notes": (
        "Nobody has read this before you.",
        "Note|Notes|Author's Note|Author’s Note|Author's Notes|A/N|A/N2|A/N 3|"
        "Author's Note 2|Authors Note|Author Note|Author notes|Writing Note|"
        "Character Note|Note de l'auteur|NDA|N/A|Vorwort|Comments|AN|Notas|"
        "Anmerkung|Anmerkungen|Warnings/Notes|Author's Comments|Author's Ramblings|"
        "Notes from the author|Notas de la autora|Story Notes|Archivist's Note",
    ),
    "spoilers_raw": (
        'Up through "Low Water"',
        "Spoilers|Spoiler|SPOILERS|Spoiler Warning|Spoilers/Time line|Spoils|Episodes|"
        "Spoilers for|Spoiler(s)|Spoiler Alert|Spoilers/Season",
    ),
    "distribution_raw": (
        "Anywhere.",
        "Distribution|Archive|Archiving|Distribution Statement|Archivists|"
        "Permission to archive|Permissions|Archival|Archives|Archived at|Want it?|"
        "Archive/Distribution|Archivierung|Distribution Rights|Archiving Permission",
    ),
    "rating_raw": (
        "PG-13",
        "Rating|RATING|rating|Rated|Overall Rating|Content Rating|Рейтинг|Certificate|"
        "Rate|Classificação|Clasificación|Altersfreigabe|Age rating|Ratings|"
        "Story Rating|MPAA Rating|Einstufung",
    ),
    "dedication": (
        "For Bea",
        "Dedication|Dedicated|Widmung|Recipient|For|Dedicated to|Dédicace|Dedicatoria|"
        "Gift for|Dedications|Written for",
    ),
}
_LISTS: dict[str, tuple[str, list[str], str]] = {
    "warnings_raw": (
        "slash, storms",
        ["slash", "storms"],
        "Warnings|Warning|WARNING!!|Content Warning|Archive Warning|Advertencia|"
        "Advertencias|Warnung|Warnungen|Предупреждения|Content notes|Avertissement|"
        "Avertissements|Squick|Warning(s)|WARNINGS!|Trigger warnings",
    ),
    "relationships_raw": (
        "Wren/Corvin, K/S",
        ["Wren/Corvin", "K/S"],
        "Pairing|Pairings|Pairing(s)|PAIRING|Relationship|Relationships|"
        "Relationship(s)|Pairing/Character|Couple|Couples|Couple(s)|Ship|Paring|"
        "Pareja|Parejas|Paar|Пейринг|Pairings/Characters|Main Pairing",
    ),
    "characters_raw": (
        "Wren, Corvin",
        ["Wren", "Corvin"],
        "Characters|Character|Major Characters|Characters featured|Персонаж|Chars.|"
        "Starring|Main Characters|Personajes|Personnages|Character(s)|Charaktere|"
        "Featuring|Персонажи",
    ),
    "fandoms": (
        "Harbour Lights",
        ["Harbour Lights"],
        "Fandom|FANDOM|Fandoms|Universe|Fandom/Crossover|Фандом|Show|Base|Serie|"
        "Crossover with|Source|Fandom(s)|TV Show",
    ),
    "authors": (
        "Corvin",
        ["Corvin"],
        "Author|AUTHOR|author|Authors|Author(s)|By|Author's Name|Posted by|Written by|"
        "Penname|Pen name|Auteur|Autor|Autorin|Autora|von|par|por|Автор|Writer|"
        "Author/pseudonym|Authoress|Author Name",
    ),
}


def _spelled(table: dict[str, Any]) -> list[Any]:
    return [
        pytest.param(field, *said, label, id=f"{field}-{label}")
        for field, (*said, labels) in table.items()
        for label in _words(labels)
    ]


@pytest.mark.parametrize(("field", "value", "label"), _spelled(_LABELS))
def test_a_label_states_its_field(
    field: str, value: str, label: str, read_work: ReadWork
) -> None:
    if field == "rating_raw":
        text = f"The Salt Road\nby Wren\n\n{label}: {value}\nSummary: X.\n\n{_BODY}\n"
        work = read_work(text)
    else:
        work = read_work(_labelled(f"{label}: {value}"))

    assert work.get(field) == value
    assert work["title"] == "The Salt Road"


@pytest.mark.parametrize(("field", "value", "parts", "label"), _spelled(_LISTS))
def test_a_label_states_its_list(
    field: str, value: str, parts: list[str], label: str, read_work: ReadWork
) -> None:
    if field == "authors":
        text = f"Title: The Salt Road\n{label}: {value}\nRating: PG\n\n{_BODY}\n"
        work = read_work(text)
    else:
        work = read_work(_labelled(f"{label}: {value}"))

    assert work.get(field) == parts


@pytest.mark.parametrize(
    "label",
    _words(
        "Title|TITLE|title|Story Name|Название|Titre|Titel|Título|Fic|Story|Titulo|"
        "Story Title|Fic Title|Title of Story"
    ),
)
def test_a_label_states_the_title(label: str, read_work: ReadWork) -> None:
    work = read_work(f"{label}: The Salt Road\nAuthor: Wren\n\n{_BODY}\n")

    assert work["title"] == "The Salt Road"
    assert work["authors"] == ["Wren"]


@pytest.mark.parametrize(
    "label",
    _words(
        "E-mail|Email|EMAIL|Email address|E-mail address|Author's Email|Contact|"
        "Address|Addy|Mail|Correo|Feedback to|Feedback|Comments to|Send feedback to|"
        "E-Mail-Adresse|Courriel|Author's e-mail"
    ),
)
def test_a_label_states_the_address(label: str, read_work: ReadWork) -> None:
    work = read_work(_labelled(f"{label}: wren@example.org"))

    assert work["emails"] == ["wren@example.org"]
    assert "wren@" not in str(work["evidence"])


@pytest.mark.parametrize(
    "label",
    _words(
        "Date|Written|Published|First published|Submitted|Posted|Completed|Finished|"
        "Updated|Date written|Fecha|Datum|Date posted|Date completed|Posted on|"
        "Last updated|Дата"
    ),
)
def test_a_label_states_the_date(label: str, read_work: ReadWork) -> None:
    work = read_work(_labelled(f"{label}: September 21, 2003"))

    assert work["date"] == "2003-09-21"


@pytest.mark.parametrize(
    "label",
    _words("Series|SERIES|Series/Sequel|Part of|Series name|Reihe|Série|Series Title"),
)
def test_a_label_states_the_series(label: str, read_work: ReadWork) -> None:
    work = read_work(_labelled(f"{label}: Long Winter, part 2"))

    assert work["series"] == [{"title": "Long Winter", "position": 2}]


@pytest.mark.parametrize(
    "label",
    _words(
        "Category|Catagory|Classification|Genre|Keywords|Keyword(s)|Code|Type|"
        "Story Type|Género|Жанр|Codes|Content|Tags|Additional Tags|Genre(s)|Kategorie"
    ),
)
def test_a_label_states_tags(label: str, read_work: ReadWork) -> None:
    work = read_work(_labelled(f"{label}: Angst, Humor"))

    assert [tag["name"] for tag in work["tags"]] == ["Angst", "Humor"]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Acknowledgements", "My cat."),
        ("Thanks", "My cat."),
        ("Beta", "Bea"),
        ("Beta Read by", "Bea"),
        ("Time Frame", "After the war"),
        ("Timeline", "After the war"),
        ("TIME", "After the war"),
        ("Season", "Seven"),
        ("Word Count", "900"),
        ("Length", "52 KB"),
        ("Prompt", "rain"),
        ("Tagline", "Wet."),
        ("Character Bashing", "None at all."),
        ("Pronunciation Guide", "Ren as in wren"),
        ("Homepage", "the harbour site"),
        ("Übersetzer", "Bea"),
        ("Improv", "rope, salt, tea"),
        ("Soundtrack", "The sea"),
        ("Written while", "on a train"),
    ],
)
def test_what_no_field_knows_is_kept_under_its_own_name(
    label: str, value: str, read_work: ReadWork
) -> None:
    work = read_work(_labelled(f"{label}: {value}"))

    kept = {each["name"]: each["value"] for each in work.get("labels", ())}
    said = [work.get("challenges"), work.get("creators")]
    assert kept.get(label) == value or value in str(said)


@pytest.mark.parametrize(
    "row",
    [
        "Rating: PG-13",
        "Rating : PG-13",
        "Rating:: PG-13",
        "Rating:PG-13",
        "Rating - PG-13",
        "Rating- PG-13",
        "Rating -- PG-13",
        "Rated -- PG-13",
        "Rating = PG-13",
        "Rating=PG-13",
        "Rating\tPG-13",
        "Rated PG-13",
        "RATED: PG-13",
        "[Rating] PG-13",
        "[Rating: PG-13]",
        "*Rating:* PG-13",
        "*Rating*: PG-13",
        "**Rating:** PG-13",
        "_Rating:_ PG-13",
        "* Rating: PG-13 *",
        "| Rating: PG-13 |",
        "# Rating: PG-13",
        "> Rating: PG-13",
        "- Rating: PG-13",
        "~Rating~ PG-13",
        "~ Rating: PG-13 ~",
        "<Rating: PG-13>",
        "(Rating: PG-13)",
        "{Rating: PG-13}",
        "    Rating:    PG-13",
        "Rating.....: PG-13",
        "Rating...PG-13",
        "Rating >> PG-13",
        "::Rating:: PG-13",
        "« Rating » : PG-13",
        "Rating: [PG-13]",
    ],
)
def test_a_row_is_delimited_in_many_ways(row: str, read_work: ReadWork) -> None:
    text = f"The Salt Road\nby Wren\n\n{row}\nSummary: A boat goes out.\n\n{_BODY}\n"

    work = read_work(text)

    assert (work.get("rating_raw") or "").strip("[]") == "PG-13"
    assert work["rating"] == "teen"
    assert work["word_count"] == 34


# --- ratings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rating"),
    [
        ("G", "general"),
        ("PG", "general"),
        ("PG-13", "teen"),
        ("R", "mature"),
        ("NC-17", "explicit"),
        ("NC17", "explicit"),
        ("nc-17", "explicit"),
        ("pg", "general"),
        ("r", "mature"),
        ("PG -13", "teen"),
        ("PG13", "teen"),
        ("PG 13", "teen"),
        ("PG-13 for a storm", "teen"),
        ("R (for language)", "mature"),
        ("PG with a pinch of NC-17", "explicit"),
        ("I think I will go with R.", "mature"),
        ("R just to be on the safe side", "mature"),
        ("Low R", "mature"),
        ("soft R", "mature"),
        ("hard R", "mature"),
        ("R-ish", "mature"),
        ("PG (kinda ... with NC-17 moments!)", "explicit"),
        ("Um, somebody kisses, so... PG-13? R?", "mature"),
        ("PG-13, for now.", "teen"),
        ("Eventually NC-17", "explicit"),
        ("Will end up at NC-17", "explicit"),
        ("NC-17 for what they do in the boat", "explicit"),
        ("mature adults", "explicit"),
        ("Adults only", "explicit"),
        ("Adult", "explicit"),
        ("Mature", "mature"),
        ("13+", "teen"),
        ("18+", "explicit"),
        ("Teen", "teen"),
        ("Teen And Up Audiences", "teen"),
        ("General Audiences", "general"),
        ("Explicit", "explicit"),
        ("K", "general"),
        ("K+", "general"),
        ("T", "teen"),
        ("M", "mature"),
        ("MA", "explicit"),
        ("Fiction Rated: T", "teen"),
        ("FRC", "general"),
        ("FRT", "teen"),
        ("FR13", "teen"),
        ("FRM", "mature"),
        ("FRAO", "explicit"),
        ("FR18", "explicit"),
        ("FR21", "explicit"),
        ("U", "general"),
        ("12", "teen"),
        ("12A", "teen"),
        ("R18", "explicit"),
        ("X", "explicit"),
        ("P6", "general"),
        ("P12", "teen"),
        ("P16", "mature"),
        ("P18", "explicit"),
        ("P18-Slash", "explicit"),
        ("ab 12", "teen"),
        ("ab 16", "mature"),
        ("ab 18", "explicit"),
        ("all ages", "general"),
        ("Suitable for all ages", "general"),
        ("tous publics", "general"),
        ("apto para todos", "general"),
        ("G. Really, very G.", "general"),
        ("Between PG and PG-13", "teen"),
        ("PG/PG-13", "teen"),
        ("R/NC-17", "explicit"),
        ("NR", "unrated"),
        ("Not rated", "unrated"),
        ("Unrated", "unrated"),
        ("None", "unrated"),
        ("PG for the kiss in the R.A.F. mess", "general"),
        ("PG, I'm sure", "general"),
        ("PG, it's Wren's birthday", "general"),
        ("Let's call it a light R", "mature"),
        ("PG-13ish", "teen"),
        ("strong PG-13", "teen"),
        ("Rated R for violence", "mature"),
        ("S/M themes, so R", "mature"),
        ("M/M, PG", "general"),
        ("E", "general"),
        ("NC-17 (overall)", "explicit"),
    ],
)
def test_a_rating_phrase_has_its_rating(
    said: str, rating: str, read_work: ReadWork
) -> None:
    text = f"Title: Salt\nAuthor: Wren\nRating: {said}\n\n{_BODY}\n"

    assert read_work(text).get("rating") == rating


# --- permissions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "permission", "named"),
    [
        ("Archive freely", "anyone", []),
        ("Please forward/archive/whatever.", "anyone", []),
        ("Anywhere", "anyone", []),
        ("yes, anywhere", "anyone", []),
        ("Distribute if you like.", "anyone", []),
        ("Sure, just let me know.", "anyone", []),
        ("Sure, but tell me where it goes.", "anyone", []),
        ("may be archived wherever by whomever", "anyone", []),
        ("Anyone may have this if my name stays on it.", "anyone", []),
        ("Want. Take. Have.", "anyone", []),
        ("Want it? Take it.", "anyone", []),
        ("If you want it, it's yours.", "anyone", []),
        ("Knock yourself out.", "anyone", []),
        ("Fine by me.", "anyone", []),
        ("Go for it!", "anyone", []),
        ("No problem, drop me a line.", "anyone", []),
        ("Yes please!", "anyone", []),
        ("Open", "anyone", []),
        ("Post it anywhere with my name attached.", "anyone", []),
        ("This site, and anyone else who wants it. Let me know though", "anyone", None),
        ("Two weeks exclusive on The Attic. Then post anywhere.", "anyone", None),
        ("Ja, aber sagt mir bescheid", "anyone", []),
        ("Überall, gerne.", "anyone", []),
        ("Libre", "anyone", []),
        ("Où vous voulez", "anyone", []),
        ("Donde quieran", "anyone", []),
        ("Gossamer, Ephemeral, everyone else, just leave my name on.", "anyone", None),
        ("Ask first", "ask", []),
        ("Ask & you shall get it", "ask", []),
        ("Talk to me first, please.", "ask", []),
        ("By permission only", "ask", []),
        ("Please ask me before archiving.", "ask", []),
        ("With permission.", "ask", []),
        ("E-mail me first.", "ask", []),
        ("Just drop me a mail and ask.", "ask", []),
        ("Not without my permission.", "ask", []),
        ("Do not archive without permission.", "ask", []),
        ("Bitte vorher fragen", "ask", []),
        ("Nur nach Absprache", "ask", []),
        ("Demandez-moi d'abord", "ask", []),
        ("Pregúntame antes", "ask", []),
        ("Archiving is welcome, but please write to me before you do.", "ask", []),
        (
            "The Attic, Winter Shelf and Lamp. Anyone else, just ask. I say yes.",
            "ask",
            ["The Attic", "Winter Shelf", "Lamp"],
        ),
        ("List archive; all others please ask.", "ask", None),
        ("The Attic, my homepage", "named-only", ["The Attic", "my homepage"]),
        ("on The Attic, please", "named-only", ["The Attic"]),
        ("The Attic exclusively", "named-only", ["The Attic"]),
        ("The Attic only", "named-only", ["The Attic"]),
        ("Exclusive to The Attic.", "named-only", ["The Attic"]),
        ("The Attic and nowhere else.", "named-only", ["The Attic"]),
        ("Permission given to The Attic.", "named-only", ["The Attic"]),
        ("Nur auf Laternenarchiv.", "named-only", ["Laternenarchiv"]),
        (
            "Bite Me, Please?, The Attic",
            "named-only",
            ["Bite Me, Please?", "The Attic"],
        ),
        ("The Attic, and anybody at all after that.", "anyone", ["The Attic"]),
        (
            "The Attic (http://attic.example.org), my own page; others: ask",
            "ask",
            ["The Attic", "my own page"],
        ),
        (
            "Yes to The Attic and to Winter Shelf, all others please mail me.",
            "ask",
            ["The Attic", "Winter Shelf"],
        ),
        ("The Attic has it. Anyone else: ask!", "ask", ["The Attic"]),
        (
            "The Attic, Winter Shelf & anywhere else you like.",
            "anyone",
            ["The Attic", "Winter Shelf"],
        ),
        (
            "WRA, The Attic - okay. Elsewhere, please ask.",
            "ask",
            ["WRA", "The Attic"],
        ),
        ("The Attic yes, others no", "named-only", ["The Attic"]),
        ("Only at The Attic, please.", "named-only", ["The Attic"]),
        pytest.param(
            "Yes, No, Maybe!, The Attic",
            "named-only",
            ["Yes, No, Maybe!", "The Attic"],
            marks=pytest.mark.xfail(
                reason='an archive whose name begins with "Yes," reads as a yes',
                strict=True,
            ),
        ),
        ("Please do not archive", "none", []),
        ("No thanks, link instead", "none", []),
        ("No.", "none", []),
        ("None", "none", []),
        ("Don't.", "none", []),
        ("Please don't repost this anywhere.", "none", []),
        ("Do not post this elsewhere.", "none", []),
        ("Not to be archived anywhere.", "none", []),
        ("Keine Archivierung, bitte.", "none", []),
        ("Ne pas archiver.", "none", []),
        ("I'd rather you didn't.", "none", []),
        ("Nowhere.", "none", []),
        (
            "This story may not be printed anywhere without the permission of the "
            "author",
            "ask",
            [],
        ),
        ("See part 1", "unstated", []),
    ],
)
def test_a_permission_phrase_grants_what_it_says(
    said: str, permission: str, named: list[str] | None, read_work: ReadWork
) -> None:
    text = f"Title: Salt\nAuthor: Wren\nDistribution: {said}\n\n{_BODY}\n"

    work = read_work(text)

    assert work["permission"] == permission
    if named is not None:
        assert work.get("archives_named", []) == named


@pytest.mark.parametrize(
    ("said", "permission"),
    [
        ("This story may be archived wherever by whomever.", "anyone"),
        ("Archive permission given to The Attic.", "named-only"),
        ("Archiving is welcome, but please try to contact me first.", "ask"),
        ("Please do not archive or repost this story.", "none"),
        ("Feel free to archive this anywhere.", "anyone"),
        ("Please ask before archiving this story.", "ask"),
        (
            "Permission is granted to archive this story at The Attic only.",
            "named-only",
        ),
        ("You may archive this freely.", "anyone"),
        ("You're welcome to post this on your site.", "anyone"),
    ],
)
def test_a_sentence_without_label_grants_it_too(
    said: str, permission: str, read_work: ReadWork
) -> None:
    work = read_work(f"The Salt Road\nby Wren\n\n{said}\n\n{_BODY}\n")

    assert work["permission"] == permission
    assert work["word_count"] == 34


# --- parts, breaks, ends, chrome -----------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ("~Part: 1~", "~Part: 2~", None),
        ("~Part 1~", "~Part 2~", None),
        ("Part 1/2", "Part 2/2", None),
        ("Part 1 of 2", "Part 2 of 2", None),
        ("Part 1", "Part 2", None),
        ("PART ONE", "PART TWO", None),
        ("Part One", "Part Two", None),
        ("Part One.", "Part Two.", None),
        ("Part I: Salt", "Part II: Rope", "Rope"),
        ("Part I: The Salt Unmasked.", "Part II: The Rope Untied.", "The Rope Untied"),
        ("Part the First", "Part the Second", None),
        ("Chapter 1", "Chapter 2", None),
        ("CHAPTER 1:", "CHAPTER 2:", None),
        ("Chapter 1: Salt", "Chapter 2: Rope", "Rope"),
        ("Chapter One: Salt", "Chapter Two: Rope", "Rope"),
        ("Chapter One - Salt", "Chapter Two - Rope", "Rope"),
        ('Chapter One\n\n"Salt"', 'Chapter Two\n\n"Rope"', "Rope"),
        ('Chapter One\n"Salt"', 'Chapter Two\n"Rope"', "Rope"),
        ("Chapter I", "Chapter II", None),
        ("Ch. 1", "Ch. 2", None),
        ("Chap 1", "Chap 2", None),
        ("Prologue", "Chapter 1", None),
        ("PROLOGUE", "EPILOGUE", "EPILOGUE"),
        ("Prolog:", "1. Kapitel", None),
        ("~~~~~ Act I ~~~~~", "~~~~~ Act II ~~~~~", None),
        ("Act One", "Act Two", None),
        ("*** Part 1 ***", "*** Part 2 ***", None),
        ("--- Chapter 1 ---", "--- Chapter 2 ---", None),
        ("==Part 1==", "==Part 2==", None),
        ("[Part 1]", "[Part 2]", None),
        ("<part 1>", "<part 2>", None),
        ("(1/2)", "(2/2)", None),
        ("1/2", "2/2", None),
        ("The Salt Road (1/2)", "The Salt Road (2/2)", None),
        ("The Salt Road (1/2)\nBy Wren", "The Salt Road (2/2)\nBy Wren", None),
        ("The Salt Road, Part 1", "The Salt Road, Part 2", None),
        ("The Salt Road - Chapter 1", "The Salt Road - Chapter 2", None),
        ("The Salt Road: Part One", "The Salt Road: Part Two", None),
        ("The Salt Road [1 of 2]", "The Salt Road [2 of 2]", None),
        ("The Salt Road 1/2", "The Salt Road 2/2", None),
        ("Part 1 A", "Part 1 B", None),
        ("Part 1A", "Part 1B", None),
        ("1. Kapitel", "2. Kapitel", None),
        ("Kapitel 1: Salz", "Kapitel 2: Seil", "Seil"),
        ("Erstes Kapitel", "Zweites Kapitel", None),
        ("Teil 1", "Teil 2", None),
        ("Chapitre 1 :", "Chapitre 2 :", None),
        ("Chapitre 1 - LE SEL", "Chapitre 2 - LA CORDE", "LA CORDE"),
        ("Partie 1", "Partie 2", None),
        ("Première partie", "Deuxième partie", None),
        ("Capítulo 1:", "Capítulo 2:", None),
        ("Capítulo I : La Sal", "Capítulo II : La Cuerda", "La Cuerda"),
        ("Capitulo Uno", "Capitulo Dos", None),
        ("Primera parte", "Segunda parte", None),
        ("Глава 1", "Глава 2", None),
        ("Book One", "Book Two", None),
        ("Episode 1: Salt", "Episode 2: Rope", "Rope"),
        ("Section 1", "Section 2", None),
        ("I", "II", None),
        ("I.", "II.", None),
        ("1", "2", None),
        ("1.", "2.", None),
        ("-1-", "-2-", None),
        ("~ 1 ~", "~ 2 ~", None),
        ("#1", "#2", None),
        ("(i)", "(ii)", None),
        ("One", "Two", None),
        ("ONE", "TWO", None),
        ("1. Salt", "2. Rope", "Rope"),
        ("I. Salt", "II. Rope", "Rope"),
        ("1 - Salt", "2 - Rope", "Rope"),
        ("Chapter One, in which nobody sleeps", "Chapter Two, in which it rains", None),
        ("Drabble 1: Salt", "Drabble 2: Rope", "Rope"),
    ],
)
def test_a_part_begins_at_its_marker(
    first: str, second: str, title: str | None, read_work: ReadWork
) -> None:
    one, two = _BODY.split("\n\n")
    text = (
        "The Salt Road\nby Wren\n\nRating: PG\n\n"
        f"{first}\n\n{one}\n\n{second}\n\n{two}\n"
    )

    chapters = read_work(text)["chapters"]

    assert [" ".join(each["text"].split()) for each in chapters] == [one, two]
    if title is not None:
        assert chapters[1]["title"] == title


@pytest.mark.parametrize(
    "line",
    [
        "Part of him wanted to go back to the boat",
        "Chapter and verse, that was what she wanted",
        "Chapter 2 was the dull one, she had said",
        "Act one way and they will think the other",
        "One",
        "Two of them were left",
        "The end of the lane was dark",
        "End of the line, said the conductor",
        "Back at the house the lamp was lit",
        "1985 was a good year",
        "4:15 am",
        "Georgetown, Maine",
        "Part 2 of the plan was worse",
    ],
)
def test_a_line_of_the_story_parts_nothing(line: str, read_work: ReadWork) -> None:
    one, two = _BODY.split("\n\n")
    text = f"The Salt Road\nby Wren\n\nRating: PG\n\n{one}\n\n{line}\n\n{two}\n"

    (chapter,) = read_work(text)["chapters"]

    assert " ".join(chapter["text"].split()) == f"{one} {line} {two}"


@pytest.mark.parametrize(
    "mark",
    [
        *("* * *", "***", "**", "*****", "~~~", "~ ~ ~", "~*~", "-=-", "XXXXXXXX"),
        *("#####", "* * * * *", "___", "~~~~~~~~~~~~~~~~~~~~~~~~", "======", "#", "*"),
        *("••••••••••", "° ° ° °", "SWSWSWSW", ".", "-----", "- - - -", "--", "+++"),
        *("<*>", "-*-*-*-", "o0o", "oOo", "ooo000ooo", "~oOo~", "xXxXx", "x", "X"),
        *("-x-", "=^..^=", "<><><>", "//////", "\\\\//\\\\//", "^^^^^", ":::::"),
        *("+=+=+=+", "*~*~*~*", "§", "♥", "\u2042", "\u2767", "_____", "-", "–", "—"),
        *("[break]", "<scene break>", "[scene change]", "~scene break~", "- o -"),
        *("|||||", "W.W.", "TBTBTB", "%%%", "@@@@@", "$$$", "<hr>", "&&&"),
        *("%", "oo0oo", "-0-", "* *", "\t\t* * *", "*~*", "<3 <3 <3", "~.~"),
    ],
)
def test_a_break_becomes_a_rule(mark: str, read_work: ReadWork) -> None:
    one, two = _BODY.split("\n\n")
    text = f"The Salt Road\nby Wren\n\nRating: PG\n\n{one}\n\n{mark}\n\n{two}\n"

    (chapter,) = read_work(text)["chapters"]

    assert chapter["html"] == f"<p>{one}</p>\n<hr>\n<p>{two}</p>"


@pytest.mark.parametrize(
    "line",
    ["No.", "Yes", "Oh!", "Ooh", "X marks it", "OK", "1999", "*sigh*", "Bob", "A."],
)
def test_a_short_line_is_no_break(line: str, read_work: ReadWork) -> None:
    one, two = _BODY.split("\n\n")
    text = f"The Salt Road\nby Wren\n\nRating: PG\n\n{one}\n\n{line}\n\n{two}\n"

    (chapter,) = read_work(text)["chapters"]

    assert "<hr>" not in chapter["html"]
    assert line.strip("*") in chapter["text"]


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        *(
            (each, "complete")
            for each in (
                "THE END",
                "The End",
                "The End.",
                "End",
                "*END*",
                "Fin",
                "FIN",
                "Finis",
                "~fin~",
                "-end-",
                "~*~ The End ~*~",
                "owari",
                "Owari.",
                "Ende",
                "ENDE",
                "<the end>",
                "[end]",
                "-30-",
                "The End!",
                "~ Finis ~",
                "--The End--",
                "THE END?",
                "Конец",
                "FIN.",
                "End of story",
                "(the end)",
                "* F I N *",
                "T H E  E N D",
                "* end *",
                "End of The Salt Road",
                "End fic",
                "/end",
                "~~END~~",
                "The End (for real this time)",
            )
        ),
        *(
            (each, "wip")
            for each in (
                "TBC",
                "tbc",
                "T.B.C.",
                "To be continued",
                "To be continued...",
                "TO BE CONTINUED",
                "to be continued?",
                "Fortsetzung folgt",
                "A suivre",
                "À suivre...",
                "Continuará",
                "Continuará...",
                "(continued in part 2)",
                "[continued in part 2]",
                "More to come",
                "The end... for now",
                "~tbc~",
                "On to Part 1B",
                "TBC...",
                "<TBC>",
                "wird fortgesetzt",
                "To Be Concluded",
                "continued...",
                "tbc?",
                "*To be continued*",
            )
        ),
    ],
)
def test_an_end_mark_tells_the_status(
    mark: str, status: str, read_work: ReadWork
) -> None:
    text = f"The Salt Road\nby Wren\n\nRating: PG\n\n{_BODY}\n\n{mark}\n"

    work = read_work(text)

    assert work["status"] == status
    assert work["word_count"] == 34


@pytest.mark.parametrize(
    "mark",
    [
        *("end 1/2", "<end part 1>", "(end part 1)", "End Part One", "end part 1/2"),
        *("End of Chapter 1", "[end 1/2]", "END OF PART I", "*end of part one*"),
        *("Ende Teil 1", "Fin du chapitre 1", "(End Chapter 1)", "-end part 1-"),
        *("End of Part 1", "[continued in part 2]", "Continued in Part 2", "tbc"),
        *("Fin de la première partie", "Ende des 1. Kapitels", "Fin del capítulo 1"),
    ],
)
def test_the_end_of_a_part_is_no_text(mark: str, read_work: ReadWork) -> None:
    one, two = _BODY.split("\n\n")
    text = (
        "The Salt Road\nby Wren\n\nRating: PG\n\n"
        f"Part 1\n\n{one}\n\n{mark}\n\nPart 2\n\n{two}\n\nTHE END\n"
    )

    work = read_work(text)

    assert [each["words"] for each in work["chapters"]] == [17, 17]
    assert work["status"] == "complete"


@pytest.mark.parametrize(
    "line",
    [
        *("back", "Back", "Back to Wren", "back to top", "[Main] [Links]", "< Back"),
        *("< Home | Fiction | Links >", "Previous | Next", "Table of Contents"),
        *("Return to main page", "Sign my guestbook", "View my guestbook", "Home"),
        *("Sign Guestbook | View Guestbook", "Next Chapter", "<< Prev  Next >>"),
        *("Last updated: 4 May 2001", "(Leave a comment)", "Email the webmistress"),
        *(
            "Please post a comment on this story.",
            "Review this Chapter",
            "Back to index",
        ),
        *(
            "You are visitor number 1234",
            "Zurück",
            "Retour",
            "Volver",
            "Zurück zur Liste",
        ),
        *("(7 comments) - (Leave a comment)", "Do You Yahoo!?", "Powered by eFiction"),
        *("Feedback | Home", "Go back", "Return to Stories", "Back to the Index Page"),
        *(
            "Return to the story index",
            "Author and story notes above.",
            "Send feedback",
        ),
        *("Current mood: sleepy", "This page has been visited 1200 times"),
        *("Click here to go back", "Home * Fic * Links", "Back | Next"),
    ],
)
def test_what_the_page_said_below_a_story_is_no_text(
    line: str, read_work: ReadWork
) -> None:
    text = f"The Salt Road\nby Wren\n\nRating: PG\n\n{_BODY}\n\nTHE END\n\n{line}\n"

    work = read_work(text)

    assert work["word_count"] == 34
    assert work["status"] == "complete"
