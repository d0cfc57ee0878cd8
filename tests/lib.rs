//! Nothing. Cargo asks each package for a library or a program; this one has the tests and the benchmark.
