"""Templates of plans (方案模板): one YAML file for each kind of drive, town plan, pilot or programme.

A file is found by its place and checked at start-up; a fault stops the start with file, line and reason.
"""

from zhichan.rooms.plan.plan_templates.loading import FaultyTemplate, all_templates, template_named

__all__ = ["FaultyTemplate", "all_templates", "template_named"]
