"""Every address of the product. Rooms and core parts list theirs; this file only joins them."""

from django.urls import URLPattern, URLResolver, include, path

from zhichan.config.api import api

handler400 = "zhichan.web.errors.bad_request"
handler403 = "zhichan.web.errors.forbidden"
handler404 = "zhichan.web.errors.not_found"
handler500 = "zhichan.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhichan.web.urls")),
    path("", include("zhichan.core.registers.urls")),
    path("", include("zhichan.core.measures.urls")),
    path("matters/", include("zhichan.core.matters.urls")),
    path("plan/reports/", include("zhichan.core.reports.urls")),
    path("plan/", include("zhichan.rooms.plan.urls")),
    path("registry/", include("zhichan.rooms.registry.urls")),
    path("search/", include("zhichan.rooms.search.urls")),
    path("protection/", include("zhichan.rooms.protection.urls")),
    path("public/penalties/", include("zhichan.rooms.protection.public_urls")),
    path("public/", include("zhichan.core.matters.pages.public.urls")),
    path("system/", include("zhichan.core.people.urls")),
    path("account/", include("zhichan.core.people.account_urls")),
    path("api/v1/", api.urls),
]
