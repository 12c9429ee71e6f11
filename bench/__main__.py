"""``python -m bench [engine|web|questions|desk|population|shards]``: all benchmarks, or one of them."""

import sys

from bench import desk, engine, population, questions, shards, web

CHOICES = {
    "engine": engine.main,
    "web": web.main,
    "questions": questions.main,
    "desk": desk.main,
    "population": population.main,
    "shards": shards.main,
}

BY_HAND = ("shards",)
"""Of use with many people only."""

for name in sys.argv[1:2] or [name for name in CHOICES if name not in BY_HAND]:
    CHOICES[name]()
