import assert from "node:assert/strict";
import { test } from "node:test";
import { isMoney, parseMoney, readMoney, shown, typed } from "../src/lib/money.ts";

test("what people type is what the API gets", () => {
  const said: [string, string, number | null][] = [
    ["12,50", "CNY", 1250], ["1,299", "CNY", 129900], ["1.234,56", "CNY", 123456], ["1,234.56", "CNY", 123456], ["１２．５０", "CNY", 1250],
    ["19.99", "CNY", 1999], [" 5 ", "CNY", 500], ["1.005", "KWD", 1005], ["1,299", "JPY", 1299], ["1 299", "EUR", 129900], ["1,234,567", "CNY", 123456700],
    ["1.234.567", "EUR", 123456700], ["0.10", "CNY", 10], ["12.5", "CNY", 1250],
  ];
  for (const [text, currency, amount] of said) assert.equal(parseMoney(text, currency), amount, text);
});

test("what says no amount, or two, is refused", () => {
  const refused: [string, string][] = [
    ["12.345", "CNY"], ["1200.5", "JPY"], ["1e3", "CNY"], ["-5", "CNY"], ["", "CNY"], [".", "CNY"], ["12.", "CNY"], ["12,34,56", "CNY"], ["1,299", "KWD"],
    ["1.2.3", "CNY"], ["٣", "CNY"], ["1,234.567", "CNY"], ["¥5", "CNY"], ["99999999999999999", "CNY"], ["1.299", "EUR"],
  ];
  for (const [text, currency] of refused) assert.equal(parseMoney(text, currency), null, text);
});

test("less than nothing is an amount only where the contract takes it, and too much is said to be that", () => {
  for (const text of ["-5", "−5", "－5", " -5.00"]) {
    assert.deepEqual(readMoney(text, "CNY", { minimum: -1000 }), { amount: -500 }, text);
    assert.deepEqual(readMoney(text, "CNY"), { wrong: "say.money_bad" }, text);
  }
  assert.ok(Object.is((readMoney("-0", "CNY", { minimum: -1 }) as any).amount, 0));
  for (const [text, currency] of [["999999999999999", "CNY"], ["999999999999999", "JPY"], ["9".repeat(30), "KWD"]] as const) assert.deepEqual(readMoney(text, currency), { wrong: "say.out_of_range" }, text);
  assert.deepEqual(readMoney("0.99", "CNY", { minimum: 100 }), { wrong: "say.out_of_range" });
});

test("a rule with an amount and a currency beside other fields is no amount", () => {
  assert.ok(isMoney({ amount: 1000, currency: "CNY" }));
  assert.ok(!isMoney({ id: "prm_1", name: { en: "Ten off" }, kind: "fixed", amount: 1000, currency: "CNY" }));
});

test("an amount is typed as it is read back", () => {
  for (const money of [{ amount: 5, currency: "CNY" }, { amount: 129900, currency: "CNY" }, { amount: 1299, currency: "JPY" }, { amount: 1005, currency: "KWD" }])
    assert.equal(parseMoney(typed(money), money.currency), money.amount);
  assert.equal(shown({ amount: 1005, currency: "KWD" }, "en").replace(/\s/g, " "), "KWD 1.005");
});

test("a currency that is being typed is shown as it stands", () => {
  for (const currency of ["", "C", "CN", "cny", "U$D"]) assert.equal(shown({ amount: 990, currency }, "en"), `9.90 ${currency}`.trim());
});
