"""What people take home: a story or a page as HTML, PPTX, PDF or PNG, each with its footer."""
