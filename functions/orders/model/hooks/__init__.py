"""Hooks in the flow: what is asked, what an answer may say, and when somebody who fails is left alone."""
