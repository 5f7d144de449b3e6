// Compile the archive and Python's library by the Python of the page, and see that its pages come.
import { readFileSync, writeFileSync } from "node:fs";
import { boot } from "./boot.js";
import { Graphviz } from "./graphviz.js";
import createPyodideModule from "./pyodide.asm.js";
import * as pyodide from "./pyodide.js";

process.on("uncaughtException", (error) => {
  console.error(String(error.message ?? error).trim());
  process.exit(1);
});

const archive = new Uint8Array(readFileSync("app.zip"));
const library = "library.zip";
const python = await boot({ pyodide, createPyodideModule, Graphviz, library, archive });
python.FS.writeFile("/app.zip", archive);
python.FS.writeFile("/library.zip", readFileSync(library));
python.runPython(readFileSync("compile.py", "utf8"));
for (const name of ["app-compiled.zip", "library-compiled.zip"]) {
  writeFileSync(name, python.FS.readFile(`/${name}`));
}
