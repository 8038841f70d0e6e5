"""The charts (分析图), one file each; they are found by location."""
