#!/bin/sh
# Make the virtual environment from a hashed lock file. Usage: setup-env.sh PYTHON VENV LOCK
# Says what is missing in words (zh/en) instead of failing in the middle of an installer.
set -eu
python=$1 venv=$2 lock=$3

if ! command -v "$python" >/dev/null 2>&1; then
  echo "需要 Python 3.11 或更新版本，未找到 $python。 Python 3.11+ is needed, $python was not found." >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  for newer in python3.13 python3.12 python3.11; do
    if command -v "$newer" >/dev/null 2>&1; then python=$newer; break; fi
  done
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$("$python" --version) 太旧，需要 3.11+。 $("$python" --version) is too old, 3.11+ is needed (set PYTHON=...)." >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
  echo "创建虚拟环境 $venv … creating the environment" >&2
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    echo "Python 的 venv 模块不可用；Debian 请先运行 infra/install-debian.sh。" >&2
    echo "Python's venv module is not usable; on Debian run infra/install-debian.sh first." >&2
    exit 1
  fi
fi
echo "安装依赖（按 $lock 的哈希校验）… installing pinned dependencies, every file checked by its hash" >&2
# The lock is complete, so nothing is resolved: a release that appeared since cannot get in the way.
pip="$venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps"
# uv keeps to the same hashes and takes a tenth of pip's time; where it does not work, pip does.
installer=requirements/installer.lock
if $pip --require-hashes -r "$installer" 2>/dev/null &&
  "$venv/bin/uv" pip install -q --python "$venv/bin/python" --no-deps --require-hashes -r "$lock"; then
  :
else
  echo "uv 不可用，改用 pip，需要更长时间。 uv does not work here: pip installs the same, which takes longer." >&2
  $pip --require-hashes -r "$lock"
fi
$pip --no-build-isolation -e .
