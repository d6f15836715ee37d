"""The national method as expressions over tables, one step a module; see `run` for the order.

The expressions are Ibis: DuckDB and PySpark answer them alike (see `engine`). All Ibis code of the
product is in this package.
"""
