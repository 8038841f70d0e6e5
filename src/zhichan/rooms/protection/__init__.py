"""The protection room (保护办案): enforcement, adjudication, mediation, rights aid."""
