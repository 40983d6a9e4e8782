"""What several indicators make of whole columns."""
