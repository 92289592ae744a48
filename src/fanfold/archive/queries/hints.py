"""What a database is told of how often a condition holds.

SQLite counts on a condition "equal to" holding for about ten rows, whatever the table.
Nearly every work is shown, though: for twenty works named by id it walked through all
that are shown. Told that a condition leaves a tenth, it takes an index on ids first and
still one on states where nothing better is asked.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Func, Q


class Common(Func):
    """A condition that holds for many rows; PostgreSQL counts for itself."""

    arity = 1
    template = "likelihood(%(expressions)s, 0.1)"
    output_field: Any = BooleanField()
    conditional = True

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Return the bare condition."""
        (condition,) = self.get_source_expressions()
        return compiler.compile(condition)


def common(**condition: Any) -> Q:
    """Return one condition that many rows meet."""
    return Q(Common(Q(**condition)))
