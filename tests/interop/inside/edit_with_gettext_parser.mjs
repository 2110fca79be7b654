// edit_with_gettext_parser.mjs FILE SOURCE TARGET: edits a PO file in place with npm's gettext-parser.
import fs from "node:fs";
import { po } from "gettext-parser";

const [path, source, target] = process.argv.slice(2);
const file = po.parse(fs.readFileSync(path));
const entries = Object.values(file.translations).flatMap(Object.values);
const found = entries.filter((entry) => entry.msgid === source);
if (!found.length) throw new Error("gettext-parser finds no such segment");
for (const entry of found) {
  entry.msgstr = [target];
  if (entry.comments?.flag === "fuzzy") delete entry.comments.flag;
}
fs.writeFileSync(path, po.compile(file));
