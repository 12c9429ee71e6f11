"""Rows that hold from ``starts`` to ``ends``: both days belong, an empty end is open."""

from datetime import date

from django.db.models import Q


def holding(day: date) -> Q:
    """Those that hold on the day."""
    return Q(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
