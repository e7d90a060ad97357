#!/bin/sh
# Runs one shard of a suite: shard.sh COUNT PATH [OPTION...]
# Which one is in JOB_COMPLETION_INDEX, from 0, as Kubernetes counts. The results
# are left in results/, for `pkt report merge`.
set -eu
count=$1
shift
shard=$((JOB_COMPLETION_INDEX + 1))
mkdir -p results
exec pkt run --json --shard "$shard/$count" "$@" >"results/shard-$shard.json"
