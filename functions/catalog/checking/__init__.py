"""What shoppers' texts are checked against before they are shown, the cases that wait for people, and who may write no more."""
