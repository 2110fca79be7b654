// edit_with_ngx.cjs FILE SOURCE TARGET: edits an XLIFF file in place with ngx-i18nsupport-lib (Angular's xliffmerge).
const fs = require("node:fs");
const { TranslationMessagesFileFactory } = require("@ngx-i18nsupport/ngx-i18nsupport-lib");

const [path, source, target] = process.argv.slice(2);
const text = fs.readFileSync(path, "utf8");
const format = /<xliff\b[^>]*?\sversion="1/.test(text) ? "xlf" : "xlf2";
const file = TranslationMessagesFileFactory.fromFileContent(format, text, path, "utf8");
let found = 0;
file.forEachTransUnit((unit) => {
  if (unit.sourceContent() !== source) return;
  unit.translate(target);
  unit.setTargetState("translated");
  found += 1;
});
if (!found) throw new Error("ngx-i18nsupport-lib finds no such segment");
fs.writeFileSync(path, file.editedContent());
