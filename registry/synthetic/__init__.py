"""A whole region of people who do not exist, so that anyone can see the system at size.

Everybody is drawn by chance from shares that stand in the TOML files of this folder, with their sources. Nobody is
drawn as insured or not: that is what the rules make of the rows. The same seed makes the same people, however many are
asked for: they are drawn in cells of a thousand, each cell with its own chance.
"""
