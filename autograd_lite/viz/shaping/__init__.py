"""From one description to another: modules close, repeats fold, numbers are noted, graphs are compared."""
