"""Files in and out: a district's roster read kindly from its own workbook, results written safely.

What belongs here is the file and the cell. What the records mean is `jishi.policy`'s; nothing here knows a
policy pack, and nothing here asks the clock.
"""
