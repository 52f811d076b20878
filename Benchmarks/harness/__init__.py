"""What `Benchmarks/run` and `Benchmarks/soak` are made of: one subject a module, standard library only."""
