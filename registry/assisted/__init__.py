"""Helping somebody at the counter or on the line with the questions that he could answer alone. Nobody is identified
and nothing is written but one entry of the log, until the answers become an application with his consent."""
