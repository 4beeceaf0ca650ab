"""The pages of 导入中心: the list, the upload, the columns, the result, the grid of faults, the choices."""
