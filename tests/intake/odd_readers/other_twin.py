"""As sure of ``.twin`` files as `twin`."""

from __future__ import annotations

from fanfold.readers.contract import Reader

from .twin import read, recognise

reader = Reader("other_twin", "The other twin", recognise, read)
