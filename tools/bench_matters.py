"""How long matters take among many: rows are written in bulk as the engine stores them, then worked with."""
