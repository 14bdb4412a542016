"""A pytest run that grades: graders are collected once and run for every submission."""
