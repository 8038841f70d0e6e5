"""Ways from the lists of several registers of the room to a page of it (按钮)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.registers.declaration import Button
from zhichan.rooms.registry.rights import LIST_EDIT

PUT_IN_LIST = Button(_("放入名录"), "registry:put_in_list", "list-check", LIST_EDIT)
