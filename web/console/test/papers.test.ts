import assert from "node:assert/strict";
import { test } from "node:test";
import { papersOf } from "../src/lib/papers.ts";

test("papers are offered of what is sold, and to pick of what is still here", () => {
  assert.deepEqual(papersOf({ status: "pending_payment", payment_status: "unpaid" }), []);
  assert.deepEqual(papersOf({ status: "cancelled", payment_status: "unpaid" }), []);
  assert.deepEqual(papersOf({ status: "cancelled", payment_status: "refunded" }), ["invoice"]);
  assert.deepEqual(papersOf({ status: "fulfilling", payment_status: "unpaid" }), ["delivery_note", "pick_list", "invoice"]);
  assert.deepEqual(papersOf({ status: "delivered", payment_status: "paid" }), ["delivery_note", "invoice"]);
});
