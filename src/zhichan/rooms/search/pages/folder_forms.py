"""Forms of folders (文献夹): a name, whom it is shared with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.models.folder import LONGEST_NAME
from zhichan.rooms.search.pages.theme_forms import ShareForm
from zhichan.rooms.search.rights import SEARCH_PATENTS


class FolderForm(forms.Form):
    name = forms.CharField(label=_("文献夹名称"), max_length=LONGEST_NAME)


class FolderShareForm(ShareForm):
    """One person of those who search, or one unit; a folder is only read."""

    right = SEARCH_PATENTS

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["access"]
