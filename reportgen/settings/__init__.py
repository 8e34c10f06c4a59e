"""What a user chose: every choice with its words, its place in reportgen.toml and its flag."""
