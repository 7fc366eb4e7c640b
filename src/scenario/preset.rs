//! Ready-made configurations.
