"""rv2xl: the Excel forms of the Hessian Rahmenvertrag 2 (§ 131 SGB IX), issued, checked and consolidated."""
