"""What keepers do: bring stories in, answer what is asked, write letters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.archive.reviewing import write
from tests.e2e.acts.scene import ADMIN, KEEPERS, Scene

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player


def written(folder: Path) -> Path:
    """A story that is clear, and three that nobody signed. Titles are the folder's."""
    by = ("Author: Wren", "Rating: G")
    write(folder, "lit.txt", f"Title: Lit on {folder.name}", *by)
    for name in ("one", "two", "three"):
        told = (f"Title: {name.title()} on {folder.name}", "Fandom: Due North")
        write(folder, f"letters/{name}.txt", *told)
    return folder


def brings_in(player: Player) -> None:
    folder = written(player.stage.folder(f"shelf of {player.role}"))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    player.go("/desk/imports/")
    player.write("What you call it", folder.name)
    player.page.get_by_label("Files", exact=True).set_input_files(files[:-1])
    player.press("Send", exact=True)
    player.open("Send more files to it")
    player.page.get_by_label("Files", exact=True).set_input_files(files[-1:])
    player.press("Send", exact=True)
    player.press("Rehearse")
    player.waits_for("nothing was added")
    player.follow("Read the report")
    player.sees("They agree")
    assert b"proposals" in player.take_link("As JSON")
    assert b"files" in player.take_link("As a sheet")
    player.follow(folder.name)
    player.press("Add these stories")
    player.waits_for("The stories are in")
    player.press("members alone", exact=True)
    player.write("Why", "They are new.")
    player.press("Yes, as one step")
    player.sees("1 story changed.")
    player.follow("See it as a visitor")
    player.follow("a member")
    player.sees(f"Lit on {folder.name}")
    answers(player, folder)


def answers(player: Player, folder: Path) -> None:
    name = f"Wren of {folder.name}"
    player.go("/desk/imports/review/")
    player.follow(folder.name)
    player.follow("One after the other")
    player.follow("As it looked")
    looked = str(player.page.locator("iframe").get_attribute("src"))
    assert b"It snowed" in player.take(looked)
    player.write("Another answer", name)
    player.press("Take it")
    player.sees("1 story came in.")
    player.press("Undo the last answer")
    player.sees("Taken back.")
    player.go("/desk/imports/review/")
    player.follow(folder.name)
    player.follow("stories ask the same")
    player.write("Another answer", name)
    player.press("Show what that changes")
    player.press("Yes, as one step")
    player.sees("stories came in.")
    player.go("/desk/rules/")
    player.press("Take it back", within=player.holding(name, of=".card"))
    player.sees("The rule answers no more.")
    player.go("/desk/imports/")
    player.follow(folder.name)
    player.follow("Take this import back")
    player.write("Why", "It was a try.")
    player.press("Yes, as one step")
    player.sees("taken out.")


def names_a_path(player: Player) -> None:
    folder = written(player.stage.folder("on-the-server"))
    player.go("/desk/imports/")
    player.open("The files lie on the server already")
    player.others_miss("The files lie on the server already")
    player.write("Path of the file or folder", str(folder))
    player.press("Take this path")
    player.press("Rehearse")
    player.waits_for("nothing was added")


def writes_letters(player: Player) -> None:
    player.go("/desk/letters/")
    player.tick("What shall become of your stories")
    player.press("Prepare it; nothing is sent")
    player.write("Subject", "Your old stories")
    player.tick("Also to those who got a letter")
    player.press("Keep the text")
    player.press("Look at it as they get it")
    player.sees("Dear ")
    player.press("Yes, give them to me as files")
    box = player.take_link("One mailbox").decode()
    player.press("Note it")
    player.sees("Noted.")
    player.go("/desk/letters/")
    player.press("Prepare it; nothing is sent")
    player.press("Lay it aside")
    player.sees("Laid aside.")
    (path, *_more) = re.findall(r"http://[^/\s]+(/letters/never/\S+/)", box)
    player.somebody()
    player.go(path)
    player.press("Yes, never again")
    player.sees("No letter of this archive is ever sent")


SCENES = (
    Scene(
        "brings files in, shows them, answers what is asked",
        (
            *("desk-imports", "desk-imports-send", "desk-import", "desk-import-send"),
            *("desk-import-do", "desk-import-report", "desk-import-json"),
            *("desk-import-sheet", "desk-import-show", "desk-import-seen"),
            *("desk-import-reviews", "desk-import-review", "desk-import-review-item"),
            *("desk-import-review-page", "desk-import-review-undo"),
            *("desk-import-review-group", "desk-rules", "desk-rule-undo"),
            "desk-import-back",
        ),
        KEEPERS,
        brings_in,
    ),
    Scene(
        "names a path on the server",
        ("desk-imports-path",),
        (ADMIN,),
        names_a_path,
        part=True,
    ),
    Scene(
        "prepares letters, gives them out, lays one aside; somebody wants none",
        (
            *("desk-letters", "desk-letters-new", "desk-letter", "desk-letter-sure"),
            *("desk-letter-files", "desk-letter-record", "desk-letter-stop"),
            "letters-never",
        ),
        KEEPERS,
        writes_letters,
        free=("letters-never",),
    ),
)
