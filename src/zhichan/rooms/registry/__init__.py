"""The registry room (权利登记): rights and parties from the files offices hold, with their history."""
