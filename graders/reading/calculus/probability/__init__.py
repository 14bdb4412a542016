"""Expectations, likelihoods and spreads in declared names, as students write them."""
