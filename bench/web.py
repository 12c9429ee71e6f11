"""Throughput of a question page and of a result page as a ratio to an empty Django view on the same server."""

import re
import shutil
import statistics
import subprocess
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from bench.serving import served

ROUNDS, SECONDS, CONNECTIONS = 5, 4, 16
ANSWERS = {
    "subject": {"answer": "child"},
    "birth-date": {"answer_day_day": "27", "answer_day_month": "3", "answer_day_year": "2008"},
    "residence": {"answer": "citizen"},
    "illness": {"answer": "cerebral_palsy"},
    "wellbeing": {"answer": "D"},
    "polyclinic": {"answer": "no"},
}
PAGES = {
    "empty view": ("/bench/empty/", True),
    "question, first seen": ("/check/status/", False),
    "question, answered": ("/check/status/", True),
    "result page": ("/result/", True),
}
"""Path, and whether the visitor has answered all questions or only the first."""


def main() -> None:
    if shutil.which("wrk") is None:
        print("Web: NOT MEASURED, wrk is not installed (Debian: apt-get install wrk)")
        return
    with served("bench.settings") as address:
        report(address)


def report(base: str) -> None:
    cookies = {True: answered(base, len(ANSWERS) * 4), False: answered(base, 1)}
    rates: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, (path, complete) in PAGES.items():
            rates[name].append(requests_a_second(base + path, cookies[complete]))
    floor = statistics.median(rates["empty view"])
    print(f"Web: gunicorn, 2 workers, {CONNECTIONS} connections, medians of {ROUNDS} interleaved rounds")
    for name, values in rates.items():
        median = statistics.median(values)
        print(f"{name:22}{median:9.0f} req/s ({min(values):.0f}-{max(values):.0f}){median / floor:8.2f} of empty")


def answered(base: str, most: int) -> str:
    """Answers the first questions, ``most`` of them, and returns the cookies of that session."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    response = opener.open(f"{base}/check/")
    page, url = response.read().decode(), response.url
    for _ in range(most):
        if "answers" in url:
            break
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        slug = url.rstrip("/").rsplit("/", 1)[-1]
        fields = {"csrfmiddlewaretoken": token.group(1) if token else "", **ANSWERS.get(slug, {"answer": "none"})}
        response = opener.open(Request(url, urlencode(fields).encode(), {"Referer": url}))
        page, url = response.read().decode(), response.url
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def requests_a_second(url: str, cookie: str) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", f"Cookie: {cookie}", url]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"{url}: not every answer was 200\n{printed}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    if found is None:
        raise SystemExit(printed)
    return float(found.group(1))
