import assert from "node:assert/strict";
import { test } from "node:test";
import { wayIn } from "../src/lib/wayIn.ts";

const to = (wanted: string) => `/login?to=${encodeURIComponent(wanted)}`;

test("whoever signs in comes where they wanted to go, with what they looked for", () => {
  assert.equal(wayIn(null), "/");
  assert.equal(wayIn(""), "/");
  assert.equal(wayIn("/orders?filter=%7B%22status%22%3A%22paid%22%7D&page=2"), "/orders?filter=%7B%22status%22%3A%22paid%22%7D&page=2");
  assert.equal(wayIn("orders"), "/orders");
});

test("the page of signing in leads to itself no more", () => {
  assert.equal(wayIn("/login"), "/");
  assert.equal(wayIn("login/"), "/");
  assert.equal(wayIn(to("/login")), "/");
  assert.equal(wayIn(to(to("/orders?page=2"))), "/orders?page=2");
  assert.equal(wayIn("/login_attempts"), "/login_attempts");
});

test("an address of elsewhere is a page that is not there", () => {
  assert.equal(wayIn("//evil.example/x"), "/evil.example/x");
  assert.equal(wayIn("\\\\evil.example"), "/evil.example");
  assert.equal(wayIn("https://evil.example"), "/https://evil.example");
});
