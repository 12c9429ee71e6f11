"""Whole regions: rows as streams, the engine asked of each person, and only what changed written back.

Nothing is decided here that registry/determine.py would decide otherwise: both ask the same engine of the same facts.
"""
