"""What a report says, as JSON, CSV or a spreadsheet, page by page."""
