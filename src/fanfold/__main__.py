"""The command ``fanfold``, and ``python -m fanfold``."""

import gc

# Looking for garbage while modules are loaded finds none and takes 15 ms. So this
# comes before whatever else is imported.
gc.set_threshold(100_000)  # objects made before it is worth looking

from fanfold.cli.main import main  # noqa: E402

if __name__ == "__main__":
    main()
