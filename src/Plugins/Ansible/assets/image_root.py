# Made for Ansible by bootstrap-vz while it builds an image; not part of the image.
"""Runs what Ansible asks for inside the root directory of an image, by chroot(1)."""

import subprocess

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = """
name: image_root
short_description: Run tasks inside the root directory of an image
description: Commands run by chroot in the root directory of an image that is being built, and files go through them.
author: bootstrap-vz
options:
  root:
    description: The root directory.
    required: true
    vars: [{name: image_root}]
  environment:
    description: The whole environment of commands.
    type: dict
    required: true
    vars: [{name: image_environment}]
"""


class Connection(ConnectionBase):
    """The image's root directory."""

    transport = "image_root"
    has_pipelining = True

    def _connect(self):
        self._connected = True
        return self

    def exec_command(self, cmd, in_data=None, sudoable=True):
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        done = self._run([cmd], input=in_data or b"", stdout=subprocess.PIPE)
        return done.returncode, done.stdout, done.stderr

    # A process of the image reads and writes: a link in there leads nowhere else.
    def put_file(self, in_path, out_path):
        super().put_file(in_path, out_path)
        with open(in_path, "rb") as source:
            self._require(self._run(['cat > "$0"', out_path], stdin=source, stdout=subprocess.DEVNULL), out_path)

    def fetch_file(self, in_path, out_path):
        super().fetch_file(in_path, out_path)
        with open(out_path, "wb") as target:
            self._require(self._run(['cat < "$0"', in_path], stdin=subprocess.DEVNULL, stdout=target), in_path)

    def close(self):
        self._connected = False

    def _run(self, script, **streams):
        command = ["chroot", self.get_option("root"), "/bin/sh", "-c", *script]
        return subprocess.run(command, env=self.get_option("environment"), stderr=subprocess.PIPE, check=False, **streams)

    @staticmethod
    def _require(done, path):
        if done.returncode != 0:
            raise AnsibleConnectionFailure(f"'{path}' cannot be copied: {done.stderr.decode(errors='replace').strip()}")
