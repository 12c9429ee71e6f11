"""All under desk/."""

from django.urls import path

from .views import assisted, assisted_apply, attaching, attachments, card, certificates, diagnoses, look_up, visits

urlpatterns = [
    # desk
    path("", look_up.desk, name="desk"),
    path("card/", card.card, name="desk-card"),
    path("print/", card.told, name="desk-print"),
    # visits
    path("visit/", visits.record, name="desk-visit"),
    path("visit/new-person/", visits.new_person, name="desk-visit-new-person"),
    path("visit/strike/", visits.strike, name="desk-visit-strike"),
    # attachment
    path("attachments/", attachments.queue, name="desk-attachments"),
    path("attachments/new/", attaching.new, name="desk-attachment"),
    path("attachments/history/", attaching.history, name="desk-attachment-history"),
    path("attachments/<int:pk>/", attachments.show, name="desk-attachment-request"),
    path("attachments/<int:pk>/accept/", attachments.accept, name="desk-attachment-accept"),
    path("attachments/<int:pk>/refuse/", attachments.refuse, name="desk-attachment-refuse"),
    # diagnoses
    path("diagnoses/", diagnoses.diagnoses, name="desk-diagnoses"),
    path("diagnoses/<int:pk>/", diagnoses.diagnosis, name="desk-diagnosis"),
    path("diagnoses/<int:pk>/close/", diagnoses.close, name="desk-diagnosis-close"),
    path("diagnoses/<int:pk>/grant/", diagnoses.grant, name="desk-diagnosis-grant"),
    path("diagnoses/<int:pk>/grants/<int:grant>/end/", diagnoses.end_grant, name="desk-diagnosis-grant-end"),
    # assisted
    path("assisted/", assisted.questions, name="desk-assisted"),
    path("assisted/next/", assisted.following, name="desk-assisted-next"),
    path("assisted/answer/", assisted.result, name="desk-assisted-result"),
    path("assisted/print/", assisted.printed, name="desk-assisted-print"),
    path("assisted/apply/", assisted_apply.apply, name="desk-assisted-apply"),
    path("assisted/sent/", assisted_apply.sent, name="desk-assisted-sent"),
    # proof
    path("certificate/", certificates.certificate, name="desk-certificate"),
    path("certificate/withdraw/", certificates.withdraw, name="desk-certificate-withdraw"),
]
