"""``python -m bench [engine|web|questions|desk|population]``: all benchmarks, or one of them."""

import sys

from bench import desk, engine, population, questions, web

CHOICES = {
    "engine": engine.main,
    "web": web.main,
    "questions": questions.main,
    "desk": desk.main,
    "population": population.main,
}

for name in sys.argv[1:2] or CHOICES:
    CHOICES[name]()
