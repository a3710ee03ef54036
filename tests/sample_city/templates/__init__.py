"""One module per template family: the tables and sentences of a year's books, as that family prints them."""
