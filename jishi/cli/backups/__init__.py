"""Backups: one file that holds database, files and anchors, and proves itself when it is read back.

Never in a backup: the keys. They are kept apart, or whoever finds a backup has everything. This folder holds
the file's form (`archive`), the two databases (`databases`, `sqlite`, `postgres`), counting what is in them
(`stock`), hearing the audit and the seals (`witness`), and what the commands do with all this (`making`,
`drill`, `restoring`).
"""
