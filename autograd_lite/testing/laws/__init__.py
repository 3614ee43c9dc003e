"""What every registered operation keeps, on drawn arguments and on some that are worked by hand."""
