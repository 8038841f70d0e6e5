"""Which road a case is proposed to take (繁简分流)."""
