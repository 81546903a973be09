// What is refused is said in the reader's language, whoever refused it: a function of the shop, or what stands before it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal, told } from "../src/api/problem.ts";

const HAN = /[\u4e00-\u9fff]/;
const GATEWAY = { title: "Too many requests", detail: "Too many requests", status: 429, code: "too_many_requests", request_id: "r-1" };
const ANSWERS: [number, unknown][] = [[403, { message: "Forbidden" }], [413, { ...GATEWAY, title: "The body is too large" }], [429, GATEWAY], [502, null], [503, "<html>"], [504, { message: "Endpoint request timed out" }], [418, null], [599, null]];

test("what the gateway answers is told in the reader's language", () => {
  for (const [status, answer] of ANSWERS) {
    const [zh, en] = [new Refusal(status, told(status, answer, "zh")).message, new Refusal(status, told(status, answer, "en")).message];
    assert.ok(HAN.test(zh) && !/[A-Za-z]{3}/.test(zh), `${status}: ${zh}`);
    assert.ok(!HAN.test(en) && !/HTTP \d/.test(en), `${status}: ${en}`);
  }
});

test("what it tells for programs stays", () => {
  const { code, request_id } = told(429, GATEWAY, "zh");
  assert.deepEqual([code, request_id], ["too_many_requests", "r-1"]);
});

test("what a function says is left as it is", () => {
  const said = { title: "数据已被他人修改", detail: "version 3", code: "version_conflict" };
  assert.deepEqual(told(409, said, "zh"), said);
  const english = { title: "Changed meanwhile", code: "version_conflict" };
  assert.deepEqual(told(409, english, "en"), english);
});
