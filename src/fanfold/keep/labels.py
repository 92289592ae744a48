"""Names of a container's entries on their way to safe, different labels."""

from __future__ import annotations

from collections.abc import Iterator

from fanfold.keep.names import as_label, climbs, numbered
from fanfold.model.problem import Problem, loss, note


class Labels:
    """The labels given so far in one container."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._links: set[str] = set()

    def link(self, name: str) -> Problem:
        """Remember a link and return its problem: links are never followed."""
        self._links.add(name.rstrip("/"))
        return loss("container-link", as_label(name), "a link or device; not followed")

    def refusal(self, name: str) -> Problem | None:
        """Return why an entry of this name is not taken, or None."""
        label = as_label(name)
        if "\0" in name or not name.strip():
            return loss("container-name", label, "its name holds no letters or a NUL")
        if climbs(name):
            return loss("container-path", label, "its name points out of the folder")
        parts = name.split("/")
        if self._links and any(
            "/".join(parts[:end]) in self._links for end in range(1, len(parts))
        ):
            return loss("container-link", label, "its folder is a link")
        return None

    def give(self, name: str) -> Iterator[str | Problem]:
        """Yield remarks on the name, and last the label that no other entry has."""
        label = as_label(name)
        if label != name:
            yield note("name-changed", label, "the name was made safe to show")
        wanted, number = label, 1
        while label in self._taken:
            number += 1
            label = numbered(wanted, number)
        if number > 1:
            yield note("name-clash", label, f"another entry is called {wanted}")
        self._taken.add(label)
        yield label
