import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, { BroadcastChannel: undefined });
const { upload } = await import("../src/parts/upload.ts");

test("a file with nothing in it is refused before anything is asked of the shop", async () => {
  let asked = 0;
  Object.assign(globalThis, { fetch: async () => void asked++ });
  await assert.rejects(upload("/v1/admin/imports", { size: 0 }, new File([], "products.csv"), "start", () => undefined), (error: any) => error.problem.code === "empty_file");
  assert.equal(asked, 0);
});
