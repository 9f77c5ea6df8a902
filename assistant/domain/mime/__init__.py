"""Letters that arrive, as bytes, opened without ever failing (RFC 5322, 2045-2047, 2231).

The standard library's parser raises on real mail, and takes half a minute for a long To. Here
everything is bounded before it is looked at: size of the head, number and depth of the parts,
length of the text. What cannot be made out stands as it came; the source is always kept.
"""
