"""Settings that mypy's Django plugin loads: those of an archive made on the spot."""

import os
import tempfile
from pathlib import Path

from fanfold.configuration import FOLDER_VARIABLE, create

_folder = tempfile.TemporaryDirectory(prefix="fanfold-types-")
create(Path(_folder.name), name="Types", stage="shown", audience="all")
os.environ[FOLDER_VARIABLE] = _folder.name

from fanfold.web.settings import *  # noqa: E402, F403
