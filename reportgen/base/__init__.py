"""What every room uses: errors apart, language, text of numbers, names, faces, colours, the engine."""
