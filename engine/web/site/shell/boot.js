// Start Python with our archive in it and Graphviz beside it: in a worker of the page, and in Node.

// Nothing is ever installed: this is all that is known of packages.
const NO_PACKAGES = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
  packages: {},
};

export async function boot({ pyodide, createPyodideModule, Graphviz, library, archive, started }) {
  const [python, graphviz, packed] = await Promise.all([
    pyodide.loadPyodide({
      createPyodideModule,
      stdLibURL: library,
      lockFileContents: NO_PACKAGES,
    }),
    Graphviz.load(),
    archive,
  ]);
  started?.();
  python.registerJsModule("page_graphviz", {
    layout: (dot, format) => graphviz.layout(dot, format, "dot"),
  });
  python.unpackArchive(packed, "zip", { extractDir: "/app" });
  python.runPython("import sys; sys.path.insert(0, '/app')");
  return python;
}
