import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

// A channel that listens keeps a program alive that has nothing left to do.
Object.assign(globalThis, { BroadcastChannel: undefined });
const { accessToken, forget, keep, signedIn, stays } = await import("../src/api/session.ts");

const storage = (): Storage => {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) } as unknown as Storage;
};
const tokens = (name: string, expires_in = 3600) => ({ access_token: name, refresh_token: `${name} again`, expires_in });
const shared = storage();
/** Each has a place of its own, and one that all of them share. */
const inTab = (own: Storage) => Object.assign(globalThis, { sessionStorage: own, localStorage: shared });
const [mine, theirs] = [storage(), storage()];
const fetched = globalThis.fetch;

beforeEach(() => {
  Object.assign(globalThis, { fetch: async () => new Response(JSON.stringify(tokens("newer"))) });
});
afterEach(() => {
  for (const tab of [mine, theirs]) {
    inTab(tab);
    forget();
  }
  globalThis.fetch = fetched;
});

test("a tab with a session of its own renews it, and those that stay signed in stay so", async () => {
  inTab(mine);
  keep(tokens("mine", 10), false);
  inTab(theirs);
  keep(tokens("theirs"), true);
  inTab(mine);
  assert.equal(await accessToken(), "newer");
  inTab(theirs);
  assert.equal(await accessToken(), "theirs");
  assert.ok(stays());
});

test("who signs in once more over a page of their own tab, takes nobody's session elsewhere", () => {
  inTab(mine);
  keep(tokens("mine"), false);
  inTab(theirs);
  keep(tokens("theirs"), true);
  inTab(mine);
  keep(tokens("mine once more"), false);
  inTab(theirs);
  assert.ok(signedIn() && stays());
});

test("who signs in where somebody stayed, and does not stay, leaves nobody signed in behind them", () => {
  inTab(theirs);
  keep(tokens("theirs"), true);
  keep(tokens("another"), false);
  assert.ok(!stays());
  inTab(mine);
  assert.ok(!signedIn());
});

test("a session that stays is renewed where it lies", async () => {
  inTab(theirs);
  keep(tokens("theirs", 10), true);
  await accessToken();
  assert.ok(stays());
  inTab(mine);
  assert.equal(await accessToken(), "newer");
});

test("what cannot be read as a session is none, and who signs in replaces it", () => {
  inTab(mine);
  for (const broken of ["", "{", "null", "7", "[]", '{"access":1,"refresh":"a","until":1}', '{"access":"a","refresh":"a"}']) {
    mine.setItem("console.session", broken);
    assert.ok(!signedIn(), broken);
  }
  keep(tokens("mine"), false);
  assert.ok(signedIn());
});
