"""``python -m bench [engine|web]``: all benchmarks, or one of them."""

import sys

from bench import engine, web

CHOICES = {"engine": engine.main, "web": web.main}

for name in sys.argv[1:] or CHOICES:
    CHOICES[name]()
