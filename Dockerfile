# The course with everything it needs: students' JupyterLab, and grading where the walls cannot be
# built outside. Binder and JupyterHub use the same image; both want a user with uid 1000.
FROM python:3.13-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends bubblewrap git make \
    && rm -rf /var/lib/apt/lists/*

ARG NB_USER=jovyan
ARG NB_UID=1000
ENV HOME=/home/${NB_USER} SHELL=/bin/bash
RUN adduser --disabled-password --gecos "" --uid ${NB_UID} ${NB_USER}

WORKDIR ${HOME}/course
# The lock comes first: the packages are installed again only when it changes.
COPY requirements-dev.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements-dev.lock
COPY --chown=${NB_UID} . ./
RUN chown ${NB_UID} . \
    && pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && cp jupyter/nbgrader_config.py /usr/local/etc/jupyter/

USER ${NB_USER}
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "--notebook-dir=notebooks/unet"]
