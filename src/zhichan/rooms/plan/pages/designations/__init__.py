"""Pages of designations (试点示范创建)."""
