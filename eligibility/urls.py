from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="start"),
    path("check/", views.continue_check, name="check"),
    path("check/answers/", views.check_answers, name="check-answers"),
    path("check/clear/", views.clear, name="clear"),
    path("check/<slug:slug>/", views.question, name="question"),
    path("result/", views.result, name="result"),
    path("language/", views.language, name="language"),
]
