"""Pages that lead from a file to a version in force (导入、核对、入库)."""
