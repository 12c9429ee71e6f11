from django.urls import path

from .views import check, language, later, result, what_if

urlpatterns = [
    path("", check.start, name="start"),
    path("check/", check.continue_check, name="check"),
    path("check/answers/", check.check_answers, name="check-answers"),
    path("check/clear/", check.clear, name="clear"),
    path("check/<slug:slug>/", check.question, name="question"),
    path("result/", result.result, name="result"),
    path("result/what-if/", what_if.what_if, name="what-if"),
    path("later/", later.later, name="later"),
    path("later/keep/", later.keep, name="later-keep"),
    path("later/delete/", later.delete, name="later-delete"),
    path("later/deleted/", later.deleted, name="later-deleted"),
    path("language/", language.language, name="language"),
]
