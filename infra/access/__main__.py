"""Print the bucket policy for a service that is not set up by Terraform.

``python -m infra.access NAME --harvester ARN --publisher ARN --reader ARN [--root prefix/]
[--conditional] [--gate ADDRESS]``
"""

from __future__ import annotations

import argparse
import json
import sys

from infra.access import IDENTITIES, bucket_policy


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m infra.access", description=__doc__)
    options.add_argument("bucket", help="存储桶名 name of the bucket")
    options.add_argument("--root", default="", help="前缀，以 / 结尾 prefix of the store, with its slash")
    for name in IDENTITIES:
        options.add_argument(f"--{name}", required=True, help="ARN, e.g. arn:aws:iam:::user/NAME on Ceph RGW")
    options.add_argument("--conditional", action="store_true", help="仅 Amazon S3 only on Amazon S3")
    options.add_argument(
        "--gate", default="", help="只允许从此地址写入 address of the gate, the only one writers come from"
    )
    given = vars(options.parse_args())
    root = given["root"]
    if root and not root.endswith("/"):
        options.error("--root 须以 / 结尾 / must end with a slash")
    policy = bucket_policy(
        given["bucket"], root, {name: given[name] for name in IDENTITIES}, conditional=given["conditional"]
    )
    sys.stdout.write(json.dumps(policy, indent=1) + "\n")


if __name__ == "__main__":
    main()
