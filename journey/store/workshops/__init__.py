"""What a room of people says in a workshop: who takes part, what they are asked, what they write and vote."""
