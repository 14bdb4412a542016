"""What students write of derivatives, limits, expectations and descent, in one notation."""
