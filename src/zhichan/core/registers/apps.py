"""Application of core.registers (登记册)."""

from importlib import import_module

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "zhichan.core.registers"
    label = "registers"
    verbose_name = "登记册"

    def ready(self) -> None:
        """Declare the right, and make a ledger of every register: all models are loaded by now."""
        import_module("zhichan.core.registers.rights")
        import_module("zhichan.core.registers.ledger").make_ledgers()
