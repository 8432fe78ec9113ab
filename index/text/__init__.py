"""How text becomes tokens: normalise, segment once, fold; index, query and highlighting all call this room."""
