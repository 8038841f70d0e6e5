"""Application of the shell: base templates, stylesheet, icons (界面)."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhichan.web"
    label = "web"
    verbose_name = "界面"

    def ready(self) -> None:
        """Declare the shell's rights before the first request, let units be found, give firms a first page,
        have text fields refuse what cannot be shown, and forms say what to do."""
        import_module("zhichan.web.fields").guard_text_fields()
        import_module("zhichan.web.form_words").word_forms()
        import_module("zhichan.web.rights")
        import_module("zhichan.web.units").register()
        rights = import_module("zhichan.core.matters.rights")
        own = import_module("zhichan.core.matters.pages.public.own").own
        import_module("zhichan.web.home").register_overview(rights.MATTER_OWN, own)
