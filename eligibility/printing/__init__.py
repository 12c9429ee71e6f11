"""The result on paper: what a document says (``document``, ``counter``), of which blocks, and the PDF made of it."""
