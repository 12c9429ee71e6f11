"""Attachment in the browser: a citizen on the phone applies, a registrar at the desk answers; without a mouse."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from registry import iin
from registry.models import Account, Attachment, AttachmentRequest
from tests.journeys.walking import DESKTOP, LOCALES, PHONE, assert_page_is_sound, new_page, unfold, violations
from tests.registry.world import World, client_of

CONTINUE = "main form .btn-primary"
NUMBER = next(iin.synthetic(female=True))
PERSON = {
    "surname": "Серікова",
    "given_name": "Мөлдір",
    "birth_date_day": "9",
    "birth_date_month": "9",
    "birth_date_year": "1960",
}


def fill_in(page: Page, **more: str) -> None:
    for name, text in {**PERSON, **more}.items():
        page.fill(f"#id_{name}", text)


def press(page: Page, selector: str) -> None:
    """With the keyboard."""
    page.focus(selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def apply(page: Page, world: World) -> list[str]:
    """On the portal, up to the reference and the secret."""
    page.goto("/attach/")
    unfold(page)
    assert_page_is_sound(page)
    press(page, "a.btn-primary")
    page.select_option("#id_place", "431010000")
    press(page, CONTINUE)
    press(page, CONTINUE)
    assert page.locator(".error-summary a").count() == 2
    assert_page_is_sound(page)
    page.focus(f"#id_polyclinic_{world.polyclinic.pk}")
    page.keyboard.press("Space")
    page.focus("#id_basis_change_of_residence")
    page.keyboard.press("Space")
    press(page, CONTINUE)
    fill_in(page, iin=NUMBER, phone="8 701 234 56 78")
    press(page, CONTINUE)
    assert_page_is_sound(page)
    page.focus("#id_consent")
    page.keyboard.press("Space")
    press(page, CONTINUE)
    assert_page_is_sound(page)
    return page.locator(".code").all_inner_texts()


def desk_of(context: BrowserContext, account: Account, url: str) -> Page:
    key = client_of(account).session.session_key or ""
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])
    return new_page(context)


def assert_desk_is_sound(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_phone_to_the_answer(new_context: Any, live_server: Any) -> None:
    world = World()
    world.polyclinic.district = world.district
    world.polyclinic.save()
    phone = new_page(new_context(locale=LOCALES["kk"], viewport=PHONE))
    reference, secret = apply(phone, world)

    desk = desk_of(new_context(locale=LOCALES["ru"], viewport=DESKTOP), world.registrar, live_server.url)
    desk.goto("/desk/attachments/")
    assert_desk_is_sound(desk)
    press(desk, ".attach-line a")
    press(desk, "form[action$='/accept/'] .btn-primary")
    assert desk.locator(".error-summary a").count() == 1
    assert_desk_is_sound(desk)
    desk.focus("#id_identity_seen")
    desk.keyboard.press("Space")
    press(desk, "form[action$='/accept/'] .btn-primary")
    assert desk.locator(".verdict-yes").count() == 1
    assert_desk_is_sound(desk)
    assert Attachment.objects.get().starts == timezone.localdate()

    phone.click("form[action='/application/close/'] button")
    phone.fill("#id_reference", reference)
    phone.fill("#id_secret", secret)
    press(phone, CONTINUE)
    assert phone.url.endswith("/attach/status/")
    assert phone.locator(".verdict-yes").count() == 1
    unfold(phone)
    assert_page_is_sound(phone)


def test_at_the_counter(new_context: Any, live_server: Any) -> None:
    world = World()
    desk = desk_of(new_context(locale=LOCALES["kk"], viewport=DESKTOP), world.registrar, live_server.url)
    desk.goto("/desk/")
    desk.fill("#id_iin", NUMBER)
    press(desk, CONTINUE)
    desk.goto("/desk/attachments/new/")
    fill_in(desk)
    for box in ("#id_category_0", "#id_identity_seen", "#id_consent"):
        desk.focus(box)
        desk.keyboard.press("Space")
    assert_desk_is_sound(desk)
    press(desk, "button[name=accept]")
    assert AttachmentRequest.objects.get().state == "accepted"
    desk.goto("/desk/attachments/history/")
    assert_desk_is_sound(desk)
    assert desk.locator(".attach-history li").count() == 1
