"""The derivation: it reads the book's equations, decides them, and writes the kernels. It needs SymPy; `import mog` does not."""
