from django.urls import path

from .views import apply, certificate, check, papers, status

urlpatterns = [
    path("apply/", apply.ground, name="apply"),
    path("apply/you/", apply.you, name="apply-you"),
    path("apply/check/", apply.check, name="apply-check"),
    path("apply/sent/", apply.sent, name="apply-sent"),
    path("application/", status.open_with_secret, name="application"),
    path("application/status/", status.show, name="application-status"),
    path("application/documents/", papers.documents, name="application-documents"),
    path("application/papers/", papers.papers, name="application-papers"),
    path("application/withdraw/", status.withdraw, name="application-withdraw"),
    path("application/close/", status.close, name="application-close"),
    # proof
    path("application/certificate/", certificate.certificate, name="application-certificate"),
    path("application/certificate/withdraw/", certificate.withdraw, name="application-certificate-withdraw"),
    path("certificate/", check.ask, name="check-certificate"),
    path("certificate/<str:code>/", check.checked, name="certificate-checked"),
]
