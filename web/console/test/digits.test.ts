import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { digits } from "../src/lib/digits.ts";

test("numbers are read as a Chinese keyboard writes them", () => {
  assert.deepEqual([" １２ ", "－５", "−5", "＋10", "10％", "abc"].map(digits), ["12", "-5", "-5", "+10", "10%", "abc"]);
});

test("no field of whole numbers is typed into without that", () => {
  const files = (readdirSync("src", { recursive: true }) as string[]).filter((name) => name.endsWith(".tsx"));
  // The grid of variants and forms of the contract read theirs where it is sent.
  const lines = files.flatMap((name) => readFileSync(`src/${name}`, "utf-8").split("\n").filter((line) => line.includes('inputMode: "numeric" }')).map((line) => [name, line] as const));
  assert.ok(lines.length > 5);
  for (const [name, line] of lines) assert.ok(/digits\(|change\(index, digits/.test(line), name);
});
