"""Moves that are long or shared between procedures, in files by stage; a procedure puts them together."""
