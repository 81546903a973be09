import assert from "node:assert/strict";
import { test } from "node:test";
import { ownPicture } from "../src/lib/pictures.ts";
import { papersOf } from "../src/lib/papers.ts";

test("papers are offered of what is sold, and to pick of what is still here", () => {
  assert.deepEqual(papersOf({ status: "pending_payment", payment_status: "unpaid" }), []);
  assert.deepEqual(papersOf({ status: "cancelled", payment_status: "unpaid" }), []);
  assert.deepEqual(papersOf({ status: "cancelled", payment_status: "refunded" }), ["invoice"]);
  assert.deepEqual(papersOf({ status: "fulfilling", payment_status: "unpaid" }), ["delivery_note", "pick_list", "invoice"]);
  assert.deepEqual(papersOf({ status: "delivered", payment_status: "paid" }), ["delivery_note", "invoice"]);
});

test("nothing is picked of what is on hold", () => {
  assert.deepEqual(papersOf({ status: "paid", payment_status: "paid", on_hold: true }), ["delivery_note", "invoice"]);
});

test("a picture of the shop's is shown, one of another host is not asked for", () => {
  const here = "https://shop.example/admin/";
  assert.equal(ownPicture("https://shop.example/media/a.webp", here), "/media/a.webp");
  assert.equal(ownPicture("http://localhost:8000/media/a.webp", here), "/media/a.webp");
  assert.equal(ownPicture("https://elsewhere.example/a.webp", here), null);
  assert.equal(ownPicture(null, here), null);
});
