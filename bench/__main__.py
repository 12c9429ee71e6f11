"""``python -m bench [engine|web|questions|desk]``: all benchmarks, or one of them."""

import sys

from bench import desk, engine, questions, web

CHOICES = {"engine": engine.main, "web": web.main, "questions": questions.main, "desk": desk.main}

for name in sys.argv[1:2] or CHOICES:
    CHOICES[name]()
