"""Cases in words: the lists of the to-do centre, the page of one case, flows and the diagram of states."""
