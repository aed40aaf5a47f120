"""No group under 10 in what is shown or taken home: how each kind of picture keeps it back."""
