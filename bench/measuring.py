"""Tells with every answer how long the server took, how long its thread worked, how often it asked the database."""

from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MILLISECONDS, WORKED, QUERIES = "X-Milliseconds", "X-Worked", "X-Queries"


class _Count:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.queries += not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        return execute(sql, *rest)


def measured(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The outermost middleware."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        count, start, worked = _Count(), perf_counter(), thread_time()
        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers[MILLISECONDS] = f"{(perf_counter() - start) * 1000:.3f}"
        response.headers[WORKED] = f"{(thread_time() - worked) * 1000:.3f}"
        response.headers[QUERIES] = str(count.queries)
        return response

    return handle
