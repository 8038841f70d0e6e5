"""Cross tables of patents (统计): what is counted, by which two dimensions, each cell opened to its rows."""
