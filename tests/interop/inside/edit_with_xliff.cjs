// edit_with_xliff.cjs FILE SOURCE TARGET: edits an XLIFF file in place with npm's xliff.
const fs = require("node:fs");
const xliff = require("xliff");

const [path, source, target] = process.argv.slice(2);
const text = fs.readFileSync(path, "utf8");
const [read, write] = /<xliff\b[^>]*?\sversion="1/.test(text)
  ? [xliff.xliff12ToJs, xliff.jsToXliff12]
  : [xliff.xliff2js, xliff.js2xliff];

function edit(values) {
  let found = 0;
  for (const value of Object.values(values)) {
    if (value?.source === source) {
      value.target = target;
      found += 1;
    } else if (value && typeof value === "object") {
      found += edit(value);
    }
  }
  return found;
}

(async () => {
  const file = await read(text);
  if (!edit(file.resources)) throw new Error("xliff finds no such segment");
  fs.writeFileSync(path, await write(file));
})();
