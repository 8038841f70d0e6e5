"""The demo district (示例区): fictional units, people and plans, loaded by `make run`; none is real."""
