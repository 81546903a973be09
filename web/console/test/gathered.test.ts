import assert from "node:assert/strict";
import { test } from "node:test";
import { gathered } from "../src/lib/gathered.ts";

test("what a page names in one moment is asked for together, no more at once than goes", async () => {
  const asked: string[][] = [];
  const named = gathered(async (ids) => {
    asked.push(ids);
    if (ids.includes("bad")) throw new Error("refused");
    return ids.filter((id) => id !== "gone").map((id) => ({ id, title: `Mug ${id}` }));
  }, 3);
  assert.deepEqual(await Promise.all(["a", "b", "a", "gone", "c"].map(named)), [{ id: "a", title: "Mug a" }, { id: "b", title: "Mug b" }, { id: "a", title: "Mug a" }, undefined, { id: "c", title: "Mug c" }]);
  assert.deepEqual(asked, [["a", "b", "gone"], ["c"]]);
  assert.deepEqual((await Promise.allSettled([named("bad"), named("a"), named("b"), named("d")])).map(({ status }) => status), ["rejected", "rejected", "rejected", "fulfilled"]);
});
