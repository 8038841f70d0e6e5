"""The accounts of the demo district (示例账号), shown on its sign-in page and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhichan.core.access.roles import Role
from zhichan.core.people.queries import posts_on

# Public on purpose: it opens invented people only, and stands on the sign-in page of the demo.
SAMPLE_PASSWORD = "yunchuan-shili"  # noqa: S105


@dataclass(frozen=True)
class SampleAccount:
    username: str
    name: str
    role: str
    unit: str


def sample_accounts(on: date) -> list[SampleAccount]:
    """The invented people who can sign in, with the role each shows; none outside a demo. One query."""
    invented = posts_on(on).filter(person__is_sample=True, person__is_active=True)
    posts = invented.select_related("person", "unit")
    ordered = sorted(posts, key=lambda post: (list(Role.values).index(post.role), post.person.username))
    return [
        SampleAccount(
            post.person.username,
            post.person.name,
            post.get_role_display(),
            post.unit.name if post.unit else "",
        )
        for post in ordered
    ]
