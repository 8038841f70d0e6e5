"""When the summary procedure may be used (简易程序)."""
