"""What the law gives a person: pure Python, no Django, no clock, no input or output but ``law.load()``."""
