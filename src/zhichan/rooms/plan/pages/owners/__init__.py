"""The page of units that do nothing about the tasks they lead (责任单位动态)."""
