"""The offline sheet of a review: what it carries, the page or workbook that is filled in without msptool, and the way back."""
