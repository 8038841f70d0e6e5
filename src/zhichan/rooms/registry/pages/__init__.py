"""The pages of the registry room that the generated ones fall short of."""
