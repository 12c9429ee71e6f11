from django.urls import path

from .views import calculator, check, compare, family, language, later, law, plan, printing, result, what_if

urlpatterns = [
    path("", check.start, name="start"),
    path("check/", check.continue_check, name="check"),
    path("check/answers/", check.check_answers, name="check-answers"),
    path("check/clear/", check.clear, name="clear"),
    path("check/<slug:slug>/", check.question, name="question"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("result/", result.result, name="result"),
    path("law/", law.index, name="law"),
    path("law/search/", law.search, name="law-search"),
    path("law/questions/", law.questions, name="law-questions"),
    path("law/law.json", law.as_json, name="law-json"),
    path("law/<slug:slug>/", law.page, name="law-page"),
    path("result/what-if/", what_if.what_if, name="what-if"),
    path("later/", later.later, name="later"),
    path("later/keep/", later.keep, name="later-keep"),
    path("later/delete/", later.delete, name="later-delete"),
    path("later/deleted/", later.deleted, name="later-deleted"),
    path("result/plan/", plan.plan, name="plan"),
    path("family/", family.family, name="family"),
    path("result/compare/", compare.compare, name="compare"),
    path("result/print/", printing.print_result, name="print"),
    path("language/", language.language, name="language"),
]
