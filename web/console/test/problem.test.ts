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

test("what is wrong with a field, and who may not sign in, is told in Chinese to who reads Chinese", () => {
  const fault = (code: string, detail: string) => ({ pointer: "/login", code, detail });
  const refused = { title: "请求内容不符合要求", detail: "Some fields are not acceptable.", code: "invalid", errors: [fault("string_too_long", "String should have at most 254 characters"), fault("greater_than_equal", "Input should be greater than or equal to -5"), fault("missing", "Field required"), fault("value_error", "Value error, there is no such thing")] };
  const read = told(422, refused, "zh");
  assert.deepEqual([read.detail, ...read.errors!.map(({ detail }) => detail)], [undefined, "最多 254 个字符", "不能小于 -5", "必填", "Value error, there is no such thing"]);
  assert.deepEqual(told(422, refused, "en"), refused);
  const stranger = { title: "账号或密码错误", detail: "The login or the password is wrong.", code: "invalid_credentials" };
  assert.equal(new Refusal(401, told(401, stranger, "zh")).message, "账号或密码错误");
});

test("a title in Chinese is parted from what is said of it as Chinese is", () => {
  assert.equal(new Refusal(409, { title: "库存不足", detail: "Only 3 are left." }).message, "库存不足：Only 3 are left.");
  assert.equal(new Refusal(409, { title: "Too few are left", detail: "Only 3 are left." }).message, "Too few are left: Only 3 are left.");
});
