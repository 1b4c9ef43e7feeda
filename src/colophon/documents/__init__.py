"""What is handed over: an outline, filled from a dossier, seen by one audience, in one format."""
