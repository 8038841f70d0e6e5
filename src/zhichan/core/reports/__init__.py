"""Reports (报告): stored queries and edited text over kept data, printed as docx and PDF."""
