"""Prints what the installed torch needs to be imported on a CPU, one requirement a line, for pip.

PyPI's wheel for Linux x64 is linked against CUDA's libraries and does not load without them. Triton, the CUDA bindings,
cuSOLVER and NVTX are only loaded when a GPU is used, so they are left out.
"""

from importlib.metadata import requires

from pip._vendor.packaging.requirements import Requirement

UNUSED_PACKAGES = {"triton", "cuda-bindings"}
UNUSED_EXTRAS = {"cusolver", "nvtx"}

for line in requires("torch") or []:
    requirement = Requirement(line)
    if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
        continue
    if requirement.name in UNUSED_PACKAGES:
        continue
    requirement.extras -= UNUSED_EXTRAS
    requirement.marker = None
    print(requirement)
