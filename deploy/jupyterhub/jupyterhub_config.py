"""A hub for one course: its users are the machine's, in two groups of Unix.

``deploy/jupyterhub/install`` puts this file into /etc/jupyterhub, where it is yours to change.
"""

import grp
import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  (JupyterHub provides it when it reads this file)

STUDENTS, INSTRUCTORS = "segmentation-students", "segmentation-instructors"
COURSE = "segmentation"  # in an instructor's home: a clone of the course, with its gradebook
ENVIRONMENT = Path(sys.prefix)

# Only this machine reaches the hub. What stands before it with a certificate has the class come in.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# Whoever is in a group has a server; the password is that of the machine.
c.PAMAuthenticator.allowed_groups = {STUDENTS, INSTRUCTORS}

c.Spawner.cmd = [str(ENVIRONMENT / "bin" / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
# When a whole class logs in at once, the last one's server starts late.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
# A kernel that has imported TensorFlow holds half a gigabyte: one that nobody looks at ends after
# an hour, and a server without a kernel after another.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]


def prepare(spawner):
    """An instructor works in the course, with formgrader and nbgrader's other tools.

    JupyterLab shows formgrader in a frame, which a hub forbids unless a server's settings allow it.
    """
    if spawner.user.name in grp.getgrnam(INSTRUCTORS).gr_mem:
        course = os.path.expanduser(f"~{spawner.user.name}/{COURSE}")
        settings = (course, str(ENVIRONMENT / "etc" / "instructors"))
        spawner.notebook_dir = course
        spawner.environment = spawner.environment | {
            "JUPYTER_CONFIG_PATH": os.pathsep.join(settings)
        }


c.Spawner.pre_spawn_hook = prepare
