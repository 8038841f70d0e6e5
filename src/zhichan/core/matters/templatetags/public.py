"""What the public frame asks for."""

from __future__ import annotations

from django import template

from zhichan.core.matters.outside.links import PublicLink, public_links

register = template.Library()


@register.simple_tag
def offered_links() -> tuple[PublicLink, ...]:
    return public_links()
