"""``python -m bench [engine|web|questions]``: all benchmarks, or one of them."""

import sys

from bench import engine, questions, web

CHOICES = {"engine": engine.main, "web": web.main, "questions": questions.main}

for name in sys.argv[1:] or CHOICES:
    CHOICES[name]()
