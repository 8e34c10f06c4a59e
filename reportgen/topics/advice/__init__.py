"""What is commonly tried with customers like these, from the playbook, and what to do first."""
