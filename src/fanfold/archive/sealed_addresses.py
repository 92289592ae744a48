"""Clear addresses, looked up in the originals at the moment they are needed.

The database holds keyed hashes alone. An address is in the sealed original it came
with: every address found there is hashed and compared. Nothing of it is kept.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from fanfold.archive.addresses import every_hash
from fanfold.archive.models import Contact, Find, Letter
from fanfold.errors import MissingOriginalError
from fanfold.keep.originals import Originals
from fanfold.text import addresses

_CHUNK = 1 << 20
_ASKED = 500  # keyed hashes in one question
#: More than any address is long: what lies across two chunks is found in the second.
_OVERLAP = 400
#: Books and documents are zips; what is looked through of one, in files and in bytes.
_MEMBERS, _MEMBER = 2000, 16 << 20


def clear_addresses(letters: Iterable[Letter]) -> dict[int, str]:
    """Return the clear address of each letter by its key; without those not found.

    Raises SealError where an account's address was sealed with another key.
    """
    found: dict[int, str] = {}
    wanted: dict[str, list[int]] = {}
    for letter in letters:
        if letter.account is not None and letter.account.address_hash == letter.to:
            found[letter.pk] = letter.account.address
        else:
            wanted.setdefault(letter.to, []).append(letter.pk)
    for keyed, address in _clear(wanted).items():
        found |= dict.fromkeys(wanted[keyed], address)
    return found


def emails_of_works() -> dict[str, tuple[str, ...]]:
    """Return the clear addresses of each work by its id, as far as they are found."""
    rows = Contact.objects.filter(work__isnull=False).order_by("pk")
    pairs = list(rows.values_list("work__public", "keyed_hash"))
    clear = _clear(dict.fromkeys(keyed for _, keyed in pairs))
    found: dict[str, list[str]] = {}
    for work, keyed in pairs:
        if keyed in clear:
            found.setdefault(work, []).append(clear[keyed])
    return {work: tuple(emails) for work, emails in found.items()}


def originals_with(keyed: str) -> list[str]:
    """Return the originals that works came from, with which this address stood."""
    return sorted(each for each, _ in _places([keyed]))


def names_of(keyed: str) -> list[str]:
    """Return the names of the files in which to look for an address by hand."""
    finds = Find.objects.filter(original__in=originals_with(keyed)).order_by("pk")
    return list(dict.fromkeys(finds.values_list("name", flat=True)))


def _clear(wanted: Collection[str]) -> dict[str, str]:
    """Return the address of each keyed hash that one of its originals holds."""
    store = Originals(Path(settings.ORIGINALS))  # type: ignore[misc]
    found: dict[str, str] = {}
    places: dict[str, set[str]] = {}
    for original, keyed in _places(wanted):
        places.setdefault(original, set()).add(keyed)
    # Those with most of them first: one dump may hold every author's.
    for original in sorted(places, key=lambda each: (-len(places[each]), each)):
        with suppress(MissingOriginalError):
            found |= _found_in(store, original, places[original] - found.keys())
    return found


def _places(wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (original, keyed hash): where each may be found."""
    keys = list(wanted)
    for at in range(0, len(keys), _ASKED):
        rows = Contact.objects.filter(
            keyed_hash__in=keys[at : at + _ASKED], work__claims__original__gt=""
        ).order_by()
        yield from rows.values_list("work__claims__original", "keyed_hash").distinct()


def _found_in(store: Originals, original: str, wanted: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    seen: set[str] = set()
    for address in _addresses(store, original) if wanted else ():
        if address in seen:
            continue
        seen.add(address)
        for keyed in wanted.intersection(every_hash(address)):
            found[keyed] = address
        if len(found) == len(wanted):
            break
    return found


def _addresses(store: Originals, original: str) -> Iterator[str]:
    with store.open(original) as stream:
        if stream.read(4) != b"PK\3\4":
            stream.seek(0)
            yield from addresses_in(stream)
            return
        with suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError):
            yield from _addresses_inside(stream)


def addresses_in(stream: BinaryIO) -> Iterator[str]:
    """Yield every address in a stream, whatever letters the rest of it is in."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        # Latin letters in UTF-16 have NUL between them.
        whole = rest + chunk.replace(b"\0", b"")
        yield from addresses.find(whole.decode("latin-1"))
        rest = whole[-_OVERLAP:]


def _addresses_inside(stream: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(stream) as book:
        for entry in book.infolist()[:_MEMBERS]:
            with book.open(entry) as member:
                yield from addresses_in(io.BytesIO(member.read(_MEMBER)))
