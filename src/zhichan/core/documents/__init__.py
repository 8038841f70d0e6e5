"""Documents (文书): what one is, its template in official layout, filling it in, masking it, serving it."""
