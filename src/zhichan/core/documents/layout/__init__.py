"""The official layout of documents (公文格式): pages, styles, heads, and the docx template made of them."""
