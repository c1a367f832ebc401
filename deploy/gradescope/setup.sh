#!/usr/bin/env bash
# Gradescope runs this as root, once, when autograder.zip is uploaded; what it prints is the log of
# the build. The folder is closed: it has the solutions and the judges.
set -euo pipefail
cd /autograder/source
chmod 700 .
python=environment/bin/python

apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
  bubblewrap ca-certificates python3-venv
if python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; then
  python3 -m venv environment
else # Ubuntu 22.04 has an older one
  python3 -m venv uv
  uv/bin/python -m pip install --quiet "uv>=0.9,<1"
  UV_PYTHON_INSTALL_DIR=/autograder/source/python uv/bin/uv venv --seed --python 3.12 environment
fi
"$python" -m pip install --quiet --no-cache-dir --require-hashes --requirement engine/requirements-grade.lock
"$python" -m pip install --quiet --no-cache-dir --no-deps --no-build-isolation --editable engine
packages=$("$python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")
rm -rf uv "$packages"/{tensorflow/include,clang/native,pandas/tests} # nothing here reads them

# A first run, of notebooks as students get them: it builds the walls, and makes what later runs find.
cd course
for released in ../engine/notebooks/* notebooks/*; do
  [ -d "$released" ] || continue
  ../"$python" -I -m grader.commands.gradescope.run "$released" /tmp/first ||
    echo "Nothing can be graded here, for the reason above. Submissions will say so."
done
rm -rf /tmp/first
