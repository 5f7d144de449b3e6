"""A runtime for sites that runs nothing: packages of the right shape, pinned as the real ones are."""

import base64
import hashlib
import io
import tarfile
import zipfile

NPM = {
    "pyodide": {
        "pyodide.mjs": b"export const loadPyodide = 0;",
        "pyodide.asm.mjs": b"export default 0;",
        "pyodide.asm.wasm": b"\0asm",
        "python_stdlib.zip": b"the library",
    },
    "graphviz": {"dist/index.js": b"export const Graphviz = 0;"},
}
WHEEL = {"msgspec/__init__.py": b"", "msgspec/_core.so": b"\0asm"}
# Leaves the archive and the library as they are, where the real one compiles them.
NODE = "#!/bin/sh\ncp app.zip app-compiled.zip; cp library.zip library-compiled.zip\n"


def make(folder):
    """Make the packages in a folder; give the pins that they have."""
    folder.mkdir()
    packages = {f"{name}-1.0.tgz": _packed(files) for name, files in NPM.items()}
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, data in WHEEL.items():
            archive.writestr(name, data)
    packages["msgspec-1.0.whl"] = wheel.getvalue()
    pins = "# A line that says something.\n"
    for file, data in packages.items():
        (folder / file).write_bytes(data)
        digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
        pins += f"npm {file.partition('-')[0]} 1.0 {file} {digest}\n"
    return pins


def _packed(files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()
