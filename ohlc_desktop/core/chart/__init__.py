"""What a chart shows and where: model and geometry, without Qt."""
