"""``python -m fanfold``: the same as the command ``fanfold``."""

from fanfold.cli.main import main

main()
