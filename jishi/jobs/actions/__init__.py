"""The verbs of a job: starting, carrying out, cancelling, taking over what a killed worker left."""
