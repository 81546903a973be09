"""Surveys: one for each thing that is over, sent some days later, answered once; and how satisfied people are."""
