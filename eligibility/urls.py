from django.urls import path

from .views import calculator, check, language, result

urlpatterns = [
    path("", check.start, name="start"),
    path("check/", check.continue_check, name="check"),
    path("check/answers/", check.check_answers, name="check-answers"),
    path("check/clear/", check.clear, name="clear"),
    path("check/<slug:slug>/", check.question, name="question"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("result/", result.result, name="result"),
    path("language/", language.language, name="language"),
]
