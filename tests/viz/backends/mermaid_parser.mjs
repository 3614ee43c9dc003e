// Reads texts of Mermaid as a JSON list, prints what Mermaid's own parser finds in each.
// node mermaid_parser.mjs FOLDER, where FOLDER/node_modules holds mermaid and jsdom.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { JSDOM } = createRequire(folder + "/")("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = globalThis.window.document;
const address = pathToFileURL(folder + "/node_modules/mermaid/dist/mermaid.core.mjs");
const { default: mermaid } = await import(address);
await mermaid.parse("flowchart TB\n a --> b"); // registers the kinds of diagrams

const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  await mermaid.parse(text); // with its head, which is YAML
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text.replace(/^---\n[^]*?\n---\n/, ""));
  const vertices = [...db.getVertices().values()];
  found.push({
    vertices: Object.fromEntries(vertices.map((vertex) => [vertex.id, vertex.text])),
    edges: db.getEdges().map((edge) => [edge.start, edge.end, edge.text]),
    groups: db.getSubGraphs().map((group) => group.title),
    links: vertices.filter((vertex) => vertex.link || vertex.haveCallback).length,
  });
}
console.log(JSON.stringify(found));
