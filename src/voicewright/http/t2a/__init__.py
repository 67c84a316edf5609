"""MiniMax's speech API as far as several dialects have it: MiniMax itself, and those who resell it under paths of their own."""
