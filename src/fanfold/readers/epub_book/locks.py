"""Whether a book is locked, so that nobody but its seller's program can read it."""

from __future__ import annotations

from fanfold.errors import UnreadableSourceError
from fanfold.readers.epub_book.book import Book, resolved
from fanfold.text.xml import walk

_ENCRYPTION = "META-INF/encryption.xml"
_RIGHTS = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
#: Ways to garble fonts, which hold no story (OCF 3.3, 4.4; Adobe's older one).
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc")


def refuse_locked(book: Book) -> None:
    """Raise UnreadableSourceError (``epub-drm``) where the text is encrypted."""
    source = book.text(_ENCRYPTION) if _ENCRYPTION in book.parts else None
    algorithm, locked = "", False
    for piece in walk(source.text) if source else ():
        if piece.kind != "open":
            continue
        if piece.name == "encryptionmethod":
            algorithm = piece.given.get("algorithm", "").lower()
        elif piece.name == "cipherreference" and algorithm not in _FONTS:
            target = resolved(piece.given.get("uri", ""), "")
            locked = locked or target is None or _holds_text(target)
    if locked:
        rights = any(name in book.parts for name in _RIGHTS)
        by = "its seller's rights management" if rights else "a lock (DRM)"
        raise UnreadableSourceError(
            f"{book.original.name} is encrypted by {by}: its text cannot be read here. "
            "The file is kept as it is; bring a copy without the lock",
            code="epub-drm",
        )


def _holds_text(name: str) -> bool:
    return name.lower().endswith((".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx"))
