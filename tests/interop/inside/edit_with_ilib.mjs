// edit_with_ilib.mjs FILE SOURCE TARGET: edits an XLIFF file in place with npm's ilib-xliff.
import fs from "node:fs";
import * as ilib from "ilib-xliff";

const [path, source, target] = process.argv.slice(2);
const text = fs.readFileSync(path, "utf8");
const Xliff = ilib.Xliff ?? ilib.default.Xliff ?? ilib.default;
const file = new Xliff({ version: /<xliff\b[^>]*?\sversion="([\d.]+)"/.exec(text)[1] });
file.deserialize(text);
const found = file.getTranslationUnits().filter((unit) => unit.source === source);
if (!found.length) throw new Error("ilib-xliff finds no such segment");
for (const unit of found) unit.target = target;
fs.writeFileSync(path, file.serialize(true));
