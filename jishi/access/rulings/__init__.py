"""What is decided about sign-in and duties without writing: factors, passwords, who may hold what."""
