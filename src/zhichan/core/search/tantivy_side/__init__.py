"""The embedded index (Tantivy). Nothing outside this folder knows its engine."""
