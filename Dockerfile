# Students' JupyterLab, and grading where the walls cannot be built outside. Binder and JupyterHub
# use the same image; both want a user with uid 1000. `make container` builds it and grades a class.
ARG BASE=python:3.13-slim-bookworm
FROM ${BASE}

# Whoever changes the course needs more (.devcontainer/).
ARG PACKAGES="bubblewrap"
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ${PACKAGES} \
    && rm -rf /var/lib/apt/lists/*

ARG NB_USER=jovyan
ARG NB_UID=1000
ENV HOME=/home/${NB_USER} SHELL=/bin/bash
RUN adduser --disabled-password --gecos "" --uid ${NB_UID} ${NB_USER}

WORKDIR ${HOME}/course
# The lock comes first: the packages are installed again only when it changes. What goes at once is
# for those who write operations of TensorFlow's in C++, and the tests of pandas.
ARG LOCK=requirements-grade.lock
COPY ${LOCK} ./
RUN pip install --no-cache-dir --require-hashes --requirement ${LOCK} \
    && packages=$(python -c "import sysconfig; print(sysconfig.get_path('purelib'))") \
    && rm -rf "$packages/tensorflow/include" "$packages/clang/native" "$packages/pandas/tests"
COPY --chown=${NB_UID} . ./
RUN chown ${NB_UID} . \
    && pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && cp jupyter/nbgrader_config.py /usr/local/etc/jupyter/

USER ${NB_USER}
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "--notebook-dir=notebooks/unet"]
