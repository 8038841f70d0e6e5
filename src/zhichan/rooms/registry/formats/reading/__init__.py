"""From the bytes of a file to rows of text or elements of XML, whatever the file calls itself."""
