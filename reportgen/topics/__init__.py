"""What a report says, a folder for each topic; none of them sees another."""
