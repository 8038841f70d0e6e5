"""A verification report as JSON and as lines for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.audit.findings import Finding, Report


def report_document(report: Report) -> dict[str, Any]:
    return {
        "sound": report.is_sound,
        "subjects": report.subjects,
        "events": report.events,
        "seals": report.seals,
        "unwitnessed": report.unwitnessed,
        "findings": [_finding_document(finding) for finding in report.findings],
    }


def _finding_document(finding: Finding) -> dict[str, Any]:
    return {
        "problem": finding.problem.value,
        "subject": [str(part) for part in finding.subject] if finding.subject else None,
        "seq": finding.seq,
        "day": finding.day or None,
        "text": finding.text(),
    }


def report_lines(report: Report) -> list[str]:
    counts = _("对象 %(subjects)d 个，事件 %(events)d 条，日封存 %(seals)d 次。") % {
        "subjects": report.subjects,
        "events": report.events,
        "seals": report.seals,
    }
    verdict = _("审计链完整。") if report.is_sound else _("发现 %d 处问题：") % len(report.findings)
    lines = [verdict, *(f"  {finding.text()}" for finding in report.findings), counts]
    if report.unwitnessed:
        lines.append(_("其中 %d 条未写入流水文件（通常因当时断电）。") % report.unwitnessed)
    return lines
