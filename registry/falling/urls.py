"""All under falling/."""

from django.urls import URLPattern, path

from .views import cards, exports, lists

urlpatterns: list[URLPattern] = [
    path("", lists.ends, name="falling"),
    path("unseen/", lists.unseen, name="falling-unseen"),
    path("on-paper/", lists.on_paper, name="falling-on-paper"),
    path("export/", exports.export, name="falling-export"),
    path("card/", cards.card, name="falling-card"),
]
