"""Pages of performance appraisal: schemes, runs, scores, appeals, points."""
