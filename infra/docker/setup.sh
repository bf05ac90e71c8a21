#!/bin/sh
# Pools, deployments and automations on the Prefect server of PREFECT_API_URL; safe to repeat.
set -eu
for pool in xinfang-cn xinfang-core; do
  prefect work-pool inspect "$pool" >/dev/null 2>&1 || prefect work-pool create "$pool" --type process
done
prefect --no-prompt deploy --all
xinfang automations
xinfang doctor --problems
