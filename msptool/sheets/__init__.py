"""The offline sheet of a review as a file: a page or a workbook to fill in without msptool, and the way back."""
