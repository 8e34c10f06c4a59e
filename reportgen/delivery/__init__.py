"""A finished build is put where its readers find it."""
