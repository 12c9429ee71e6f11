"""The pages of the akimat's finance department: what is owed, registers, wages."""
