#!/bin/sh
# Makes a backup, proves it by a drill, and only then drops those older than 30 days.
# Usage: backup.sh PROGRAM FOLDER. Ends with the program's code when anything is wrong; nothing is dropped then.
set -eu
program=$1
folder=$2
"$program" backup --to "$folder"
newest=$(find "$folder" -maxdepth 1 -name 'jishi-*.tar' | sort | tail -n 1)
"$program" backup --verify "$newest"
find "$folder" -maxdepth 1 -name 'jishi-*.tar' -mtime +30 ! -path "$newest" -delete
