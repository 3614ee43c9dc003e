"""What writes a description: DOT, Mermaid, SVG, TikZ, JSON, plain text; and the programs that draw."""
