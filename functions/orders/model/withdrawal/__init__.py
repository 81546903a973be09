"""Until when a buyer may withdraw from a contract: dates alone. What is in force is in data; every date is a pure function of facts."""
