"""A page of the desk that says what is wrong, and leads back."""

from django.http import HttpRequest, HttpResponse

from ...workplace import page


def said(request: HttpRequest, status: int, title: str, *sentences: str) -> HttpResponse:
    return page(request, "desk/said.html", {"title": title, "sentences": sentences}, status=status)
