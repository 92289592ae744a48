"""What an archive before this one was asked, told of an address that is seen again.

Its hashes are under another key (keys.py), and only whoever holds the address can tell
that they are of the same person.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from fanfold.archive import keys
from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import DoNotWrite, Tombstone


def kept_out(addresses: Sequence[str]) -> list[str]:
    """Return the inherited hashes of addresses whose people said never to bring theirs
    in; whoever said never to be written to stands on this archive's own list now."""
    found: list[str] = []
    for each in keys.inherited() if addresses else ():
        hashed = {each.hashed(address): address for address in addresses}
        rows = Tombstone.objects.filter(identity__in=list(hashed))
        found += rows.values_list("identity", flat=True)
        barred = DoNotWrite.objects.filter(keyed_hash__in=list(hashed))
        for known in barred.values_list("keyed_hash", flat=True):
            DoNotWrite.objects.get_or_create(
                keyed_hash=keyed_hash(hashed[known]), defaults={"at": timezone.now()}
            )
    return found
