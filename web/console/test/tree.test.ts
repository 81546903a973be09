import assert from "node:assert/strict";
import { test } from "node:test";
import { flat, moves, type Category } from "../src/lib/tree.ts";

const one = (id: string, parent_id: string | null, sort: number): Category => ({ id, version: 1, name: { en: id }, parent_id, sort });
const all = [one("a", null, 0), one("b", null, 0), one("a1", "a", 10), one("a2", "a", 20), one("lost", "gone", 5)];

test("children stand after their parent, one without a parent at the top", () => {
  assert.deepEqual(flat(all).map((node) => `${node.depth}${node.category.id}`), ["0a", "1a1", "1a2", "0b", "0lost"]);
});

test("a move sends as little as it takes, and nothing goes below itself", () => {
  assert.deepEqual(moves(all, "a2", "a", "a1").map((move) => [move.id, move.body]), [["a2", { sort: 10 }], ["a1", { sort: 20 }]]);
  assert.deepEqual(moves(all, "b", "a").map((move) => [move.id, move.body]), [["a1", {}], ["a2", {}], ["b", { parent_id: "a", sort: 30 }]].filter(([, body]) => Object.keys(body as object).length));
  assert.deepEqual(moves(all, "a", "a1"), []);
  assert.deepEqual(moves(all, "a", "a"), []);
  assert.deepEqual(moves(all, "a2", "a"), []);
});
