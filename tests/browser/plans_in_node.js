// Open each case in the Python of the page, as a person opens a file; print the plans, a line each.
import { readFileSync } from "node:fs";
import { boot } from "./boot.js";
import { Graphviz } from "./graphviz.js";
import createPyodideModule from "./pyodide.asm.js";
import * as pyodide from "./pyodide.js";

const archive = new Uint8Array(readFileSync("app.zip"));
const library = "library.zip";
const python = await boot({ pyodide, createPyodideModule, Graphviz, library, archive });
const pages = python.pyimport("engine.web.in_page");

for (const path of process.argv.slice(2)) {
  const form = JSON.stringify({ case: [readFileSync(path, "utf8")] });
  const { kept } = JSON.parse(pages.answer("POST", "/open", form, "", 0).toJs()[0]);
  const body = pages.answer("GET", "/plan.json", "{}", kept, 0).toJs()[1];
  console.log(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
}
