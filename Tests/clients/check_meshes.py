# Falsework
# SPDX-License-Identifier: MIT
"""Compares what `falsework inspect` says of good and broken meshes with gltfpack and trimesh.

    python check_meshes.py PROGRAM

PROGRAM is a built falsework, and trimesh must be there; gltfpack is left out where it is missing.
Both judges must accept every good mesh. Of a broken one each must see what the tables below say,
and what a judge refuses must be an error for ours: the judges may be blind, we may not.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import trimesh

warnings.filterwarnings("ignore")

# What gltfpack 0.18 refuses.
GLTFPACK_REFUSES = {
    "truncated", "empty", "html-page", "bad-magic", "header-too-long", "version-1",
    "no-binary-chunk", "missing-texture", "accessor-too-long", "index-out-of-range",
    "index-restart",
}  # fmt: skip
# What trimesh 5.2 sees: that it cannot read the file, or what is odd about the mesh.
TRIMESH_SEES = {
    "truncated": "refused", "empty": "refused", "html-page": "refused", "bad-magic": "refused",
    "version-1": "refused", "no-binary-chunk": "refused", "json-nul-padded": "refused",
    "accessor-too-long": "refused", "index-out-of-range": "refused", "index-restart": "refused",
    "image-cut": "texture", "image-corrupt": "texture", "image-not-an-image": "texture",
    "missing-texture": "texture", "no-triangles": "empty", "position-nan": "volume",
    "position-infinite": "volume", "inside-out": "volume", "mixed-winding": "winding",
    "hole": "open", "triangle-twice": "open", "hundredfold": "size", "off-centre": "size",
}  # fmt: skip


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def gltfpack_refuses(path):
    return run("gltfpack", "-i", path, "-o", str(path) + ".packed.glb").returncode != 0


def trimesh_sees(path):
    """Returns the first thing that is odd, or nothing."""
    try:
        scene = trimesh.load(path, process=False)
        (mesh,) = scene.geometry.values()
    except SyntaxError:
        # How Pillow speaks of a PNG whose chunks are no chunks, if it gets so far on opening.
        return "texture"
    except Exception:
        return "refused"
    if len(mesh.faces) == 0:
        return "empty"
    try:
        mesh.visual.material.baseColorTexture.load()
    except Exception:
        return "texture"
    try:
        # Without scipy this is where an index beyond the vertices is found.
        welded = mesh.copy()
        welded.merge_vertices(merge_tex=True, merge_norm=True)
    except IndexError:
        return "refused"
    if not welded.is_winding_consistent:
        return "winding"
    if not 0 < welded.volume < float("inf"):
        return "volume"
    if not welded.is_watertight:
        return "open"
    if abs(welded.extents.max() - 1) > 0.03 or abs(welded.bounds).max() > 0.51:
        return "size"
    return None


class Comparison:
    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)
        self.has_gltfpack = shutil.which("gltfpack") is not None
        self.failures = []

    def make(self, name, *arguments):
        path = self.folder / f"{name}.glb"
        made = run(
            self.program, "mesh", "--texture-size", "512", "--mesh-simplify", "0.98",
            "-o", str(path), *arguments,
        )  # fmt: skip
        if made.returncode != 0:
            sys.exit(f"{name} cannot be made: {made.stderr}")
        return path

    def inspect(self, path):
        report = json.loads(run(self.program, "inspect", str(path), "--json").stdout)
        worst = {issue["severity"] for issue in report["issues"]} - {"hint"}
        return report, worst

    def expect(self, name, what, found, expected):
        if found != expected:
            self.failures.append(f"{name}: {what} is {found!r}, not {expected!r}")

    def good(self, seed):
        name = f"seed {seed}"
        path = self.make(f"good-{seed}", "--seed", str(seed))
        report, worst = self.inspect(path)
        self.expect(name, "what inspect says", worst, set())
        self.expect(name, "what trimesh sees", trimesh_sees(path), None)
        if self.has_gltfpack:
            self.expect(name, "gltfpack's refusal", gltfpack_refuses(path), False)
        mesh = trimesh.load(path, force="mesh", process=False)
        mesh.merge_vertices(merge_tex=True, merge_norm=True)
        shape = report["summary"]["shape"]
        self.expect(name, "triangles", report["summary"]["triangles"], len(mesh.faces))
        self.expect(name, "welded vertices", shape["weldedVertices"], len(mesh.vertices))
        self.expect(name, "volume", abs(shape["volume"] - mesh.volume) < 1e-6, True)
        bounds = [shape["lower"], shape["upper"]]
        self.expect(name, "bounds", abs(mesh.bounds - bounds).max() < 1e-6, True)

    def broken(self, name):
        path = self.make(name, "--broken", name)
        report, worst = self.inspect(path)
        self.expect(name, "what inspect says", bool(worst), True)
        seen = trimesh_sees(path)
        self.expect(name, "what trimesh sees", seen, TRIMESH_SEES.get(name))
        if self.has_gltfpack:
            refused = gltfpack_refuses(path)
            self.expect(name, "gltfpack's refusal", refused, name in GLTFPACK_REFUSES)
            if refused:
                self.expect(name, "our verdict", report["isSound"], False)
        if seen == "refused":
            self.expect(name, "our verdict", report["isSound"], False)


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(program, folder)
        for seed in range(6):
            comparison.good(seed)
        lines = run(program, "mesh", "--list-broken").stdout.splitlines()
        names = [line.split(":")[0] for line in lines if not line.startswith(" ")]
        for name in names:
            comparison.broken(name)
        unknown = (GLTFPACK_REFUSES | set(TRIMESH_SEES)) - set(names)
        comparison.expect("the table", "names without a mesh", unknown, set())
    for failure in comparison.failures:
        print(failure)
    judges = "gltfpack and trimesh" if comparison.has_gltfpack else "trimesh"
    if not comparison.failures:
        print(f"{judges} agree on 6 good and {len(names)} broken meshes")
    sys.exit(1 if comparison.failures else 0)


if __name__ == "__main__":
    main(sys.argv[1])
