"""The rows with one value in one field, by a statement that Django words once: it takes longer to word a short
statement, and to find out what its columns are, than to answer it."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


class _Worded(NamedTuple):
    statement: str
    """With one place, for the value."""
    names: list[str]
    """Of the columns."""
    read: list[tuple[int, Any, list[Callable[..., Any]]]]
    """What makes of a column's value that of the field: place, expression, functions; of most columns, nothing."""


def rows(model: type[Row], field: str, value: int | str) -> list[Row]:
    """All rows with this value in the field, a column of numbers or texts; in no order. One query."""
    worded = _worded(model, field)
    with connection.cursor() as cursor:
        cursor.execute(worded.statement, [value])
        found = [list(values) for values in cursor.fetchall()]
    for values in found:
        for place, expression, functions in worded.read:
            for function in functions:
                values[place] = function(values[place], expression, connection)
    return [model.from_db(connection.alias, worded.names, values) for values in found]


def row(model: type[Row], field: str, value: int | str) -> Row | None:
    """The row with this value in the field, which is unique."""
    return next(iter(rows(model, field, value)), None)


@cache
def _worded(model: type[Model], field: str) -> _Worded:
    compiler = model._base_manager.filter(**{field: 0}).order_by().query.get_compiler(connection.alias)
    statement, _ = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select]
    read = [(place, column, functions) for place, (functions, column) in compiler.get_converters(columns).items()]
    return _Worded(statement, [column.target.attname for column in columns], read)
