from django.urls import path

from .views import check, language, pages, result, well_known

urlpatterns = [
    path("", check.start, name="start"),
    path("check/", check.continue_check, name="check"),
    path("check/answers/", check.check_answers, name="check-answers"),
    path("check/clear/", check.clear, name="clear"),
    path("check/<slug:slug>/", check.question, name="question"),
    path("result/", result.result, name="result"),
    path("about/", pages.about, name="about"),
    path("changes-2026/", pages.changes, name="changes-2026"),
    path("levels/", pages.levels, name="levels"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("language/", language.language, name="language"),
]
