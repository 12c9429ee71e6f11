"""Why a message was not sent. The codes are stored and shown; they never quote the message or the addressee."""


class NotSent(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Transient(NotSent):
    """It did not leave, and may the next time."""


class Permanent(NotSent):
    """It will never be taken like this."""


class Uncertain(NotSent):
    """It left, and whether it arrived was not said. It is not sent again: nobody is told twice."""
