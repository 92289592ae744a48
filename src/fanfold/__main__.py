"""``python -m fanfold`` is the same as ``fanfold``."""

from fanfold.cli.main import main

if __name__ == "__main__":
    main()
