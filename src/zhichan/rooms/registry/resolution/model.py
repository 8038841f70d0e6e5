"""The stored model: probabilities, thresholds, version, and a note of what it was trained on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any

from .outcomes import Thresholds
from .pairings import Comparison, Pairing

FILE = "model.json"
_LEAST = 1e-6


@dataclass(frozen=True, eq=False)
class Model:
    """Trained once; an installation only reads it."""

    version: str
    trained_on: str
    note: str
    thresholds: Thresholds
    weights: dict[str, dict[str, Any]]

    def settings(self, pairing: Pairing) -> dict[str, Any]:
        """The pairing as Splink reads it, with the stored probabilities."""
        stored = self.weights[pairing.name]
        return settings_of(pairing, stored["probability"], stored["levels"])

    def weight(self, pairing: Pairing, comparison: Comparison, level: str) -> float:
        """How many bits one agreement or difference adds to or takes from the odds."""
        stored = self.weights[pairing.name]["levels"][comparison.part].get(level)
        return log2(stored[0] / stored[1]) if stored else 0.0


def settings_of(
    pairing: Pairing, probability: float, levels: dict[str, dict[str, list[float]]]
) -> dict[str, Any]:
    """Splink's settings for one pairing."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "sql_dialect": "duckdb",
        "probability_two_random_records_match": probability,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in pairing.blocking
        ],
        "comparisons": [
            _comparison(comparison, levels.get(comparison.part, {})) for comparison in pairing.comparisons
        ],
    }


def _comparison(comparison: Comparison, stored: dict[str, list[float]]) -> dict[str, Any]:
    return {
        "output_column_name": comparison.part,
        "comparison_levels": [
            {
                "sql_condition": level.condition,
                "label_for_charts": level.name,
                **({"is_null_level": True} if level.is_null else _probabilities(stored.get(level.name))),
            }
            for level in comparison.levels
        ],
    }


def _probabilities(stored: list[float] | None) -> dict[str, float]:
    m, u = stored or (0.5, 0.5)
    return {"m_probability": max(m, _LEAST), "u_probability": max(u, _LEAST)}


@cache
def stored_model() -> Model:
    """The model of the package."""
    text = (files(__package__) / FILE).read_text(encoding="utf-8")
    read = json.loads(text)
    limits = read["thresholds"]
    return Model(
        read["version"],
        read["trained_on"],
        read["note"],
        Thresholds(limits["joined"], limits["queued"], limits["margin"]),
        read["pairings"],
    )
