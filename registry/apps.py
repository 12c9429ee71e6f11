from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class RegistryConfig(AppConfig):
    name = "registry"

    def ready(self) -> None:
        from . import checks, guards, kazakh  # noqa: F401 - the checks register themselves

        connection_created.connect(kazakh.prepare, dispatch_uid="registry.kazakh")
        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="registry.guards")
