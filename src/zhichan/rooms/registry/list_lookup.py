"""A condition with a list as long as it needs to be: one parameter, whatever the database allows (长清单)."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import CharField, IntegerField, Lookup


@IntegerField.register_lookup
@CharField.register_lookup
class OneOfMany(Lookup[Any]):
    """``ipc_main__one_of=texts`` or ``pk__one_of=numbers``: like ``in``, for thousands of them."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        given = json.dumps(sorted(self.rhs), ensure_ascii=False)
        if connection.vendor == "postgresql":
            kind = "::bigint" if isinstance(self.lhs.output_field, IntegerField) else ""
            return f"{column} IN (SELECT json_array_elements_text(%s::json){kind})", (*parameters, given)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, given)  # noqa: S608
