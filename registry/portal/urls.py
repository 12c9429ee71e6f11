from django.urls import path

from .views import apply, attach, attach_status, certificate, check, papers, status

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
    # attachment
    path("attach/", attach.start, name="attach"),
    path("attach/place/", attach.place, name="attach-place"),
    path("attach/polyclinic/", attach.polyclinic, name="attach-polyclinic"),
    path("attach/you/", attach.you, name="attach-you"),
    path("attach/check/", attach.check, name="attach-check"),
    path("attach/sent/", attach.sent, name="attach-sent"),
    path("attach/status/", attach_status.show, name="attach-status"),
    path("attach/withdraw/", attach_status.withdraw, name="attach-withdraw"),
    # proof
    path("application/certificate/", certificate.certificate, name="application-certificate"),
    path("application/certificate/withdraw/", certificate.withdraw, name="application-certificate-withdraw"),
    path("certificate/", check.ask, name="check-certificate"),
    path("certificate/<str:code>/", check.checked, name="certificate-checked"),
]
