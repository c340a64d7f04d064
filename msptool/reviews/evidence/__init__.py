"""What tools found out about a client, and the answers that it proposes."""
