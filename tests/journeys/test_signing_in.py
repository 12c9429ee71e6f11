"""Staff in a real browser: from the invitation to the first day, out, and in again with a password and a code."""

from typing import Any

from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page

from registry.log import Who
from registry.models import Account, Role
from registry.signin import codes
from registry.signin.invitations import invite
from tests.journeys.walking import LOCALES, PHONE, new_page, violations

PASSWORD = "алты-жеті-сегіз-тоғыз"


def assert_sound(page: Page) -> None:
    assert page.locator("h1").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"
    found = violations(page)
    assert found == [], f"{page.url}: {found}"


def go_on(page: Page, **typed: str) -> None:
    """Look at the page, fill it in and send it."""
    assert_sound(page)
    for name, text in typed.items():
        page.fill(f"#id_{name}", text)
    page.click("main form .btn-primary")


@override_settings(LOGIN_REDIRECT_URL="/account/")  # the back office has its own journeys
def test_from_the_invitation_to_the_second_day(new_context: Any, live_server: Any) -> None:
    account = Account.objects.create_user("boss", full_name="Айгүл Әбенова", role=Role.ADMINISTRATOR)
    code = invite(Who(timezone.now()), account)
    page = new_page(new_context(locale=LOCALES["kk"], viewport=PHONE))
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)

    page.goto("/account/sign-in/")
    page.click("main a[href='/account/invitation/']")
    go_on(page, code="4T7KM")
    go_on(page, code=code.lower())
    go_on(page, new="емхана", again="емхана")
    go_on(page, new=PASSWORD, again=PASSWORD)
    secret = "".join(page.locator(".signin-key span").all_inner_texts())
    assert page.locator(".signin-picture").evaluate("picture => picture.naturalWidth") > 0
    go_on(page, code=codes.code_at(secret, timezone.now()))
    recovery = page.locator(".signin-codes li").all_inner_texts()
    assert len(recovery) == 10

    assert_sound(page)
    page.goto("/account/")
    assert_sound(page)
    page.click("a[href='/account/password/']")
    assert_sound(page)
    page.goto("/account/sign-out/")
    go_on(page)
    go_on(page, name="boss", password="wrong")
    go_on(page, name="boss", password=PASSWORD)
    go_on(page, code="000000")
    go_on(page, code=recovery[0])
    assert page.url.endswith("/account/")
    page.click("a[href='/account/recovery-codes/']")
    assert_sound(page)
    assert blocked == []
