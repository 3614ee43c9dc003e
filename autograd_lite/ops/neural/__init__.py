"""Operations of neural networks, fused where speed asks for it; :mod:`autograd_lite.nn` calls them."""
