"""Resolution at work: parties asked against the register, joined, queued or found new (归并)."""
