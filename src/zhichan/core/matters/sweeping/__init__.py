"""What happens in matters because time passes; ``core.matters.sweepers`` says how often."""
