"""What students write of derivatives, limits and expectations, in one notation."""
