"""What follows from a dossier under the law on a day: verdicts with reasons, duties, findings."""
