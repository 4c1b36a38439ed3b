"""Files: what people hand in, kept as they handed it in.

Owns    stored files, named by their SHA-256, and who stored them when.
Offers  services (store, path_of), contracts.
Refuses to overwrite: the same bytes are one file.
"""
