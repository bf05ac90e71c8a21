"""Print the gate's nginx configuration.

``python -m infra.access.gate NAME --host s3.example.org --upstream 10.0.0.5:443 --address 10.0.0.4 --certificate FILE
--key FILE --authority FILE [--root prefix/] [--listen 443] > /etc/nginx/conf.d/xinfang-gate.conf``
"""

from __future__ import annotations

import argparse
import sys

from infra.access.gate import Place, gate_conf


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m infra.access.gate", description=__doc__)
    options.add_argument("bucket", help="存储桶名 name of the bucket")
    options.add_argument("--root", default="", help="前缀，以 / 结尾 prefix of the store, with its slash")
    options.add_argument("--host", required=True, help="客户端所用的主机名[:端口] name[:port] that clients ask for")
    options.add_argument("--listen", default="443", help="监听的端口或地址 port, or address:port, of nginx")
    options.add_argument("--upstream", required=True, help="S3 服务的主机:端口 host:port of the S3 service")
    options.add_argument("--address", required=True, help="访问 S3 服务所用的本机地址 own address towards the service")
    options.add_argument("--certificate", required=True, help="本机证书 certificate of the gate")
    options.add_argument("--key", required=True, help="本机私钥 its key")
    options.add_argument(
        "--authority", required=True, help="S3 服务证书的根证书 authority of the service's certificate"
    )
    given = vars(options.parse_args())
    bucket, root = given.pop("bucket"), given.pop("root")
    if root and not root.endswith("/"):
        options.error("--root 须以 / 结尾 / must end with a slash")
    sys.stdout.write(gate_conf(bucket, root, Place(**given)))


if __name__ == "__main__":
    main()
