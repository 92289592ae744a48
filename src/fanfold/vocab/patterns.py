"""Regular expressions that are compiled when they are first asked.

Python compiles each of some 250 expressions anew at every start, 60 ms in all, and a
single file needs few of them; `fanfold look` is to start in 150 ms (docs/trip.md).
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a pattern; takes its methods over at the first call of one."""

    def __init__(self, form: Any, flags: int) -> None:
        self._form, self._flags = form, flags

    def __getattr__(self, name: str) -> Any:
        # Only reached for what the instance does not hold yet.
        compiled = re.compile(self._form, self._flags)
        for method in ("match", "fullmatch", "search", "sub", "finditer", "findall"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(form: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` would; a faulty form is found at its first use."""
    return cast("re.Pattern[AnyStr]", _Late(form, flags))
