"""Names of organisations as papers print them, taken apart and made comparable (单位名称规范化)."""

from .cells import parse_cell, split_cell
from .organisation import Kind, OrganisationName, Script
from .parsing import parse_name
from .places import region_code

__all__ = ["Kind", "OrganisationName", "Script", "parse_cell", "parse_name", "region_code", "split_cell"]
