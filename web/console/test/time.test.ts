import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, beforeEach, test } from "node:test";
import { addDays, addMonths, browsersDate, browsersDay, clockAt, dayOf, dayText, daysAgo, daysAround, follow, hourText, isTime, meant, monthName, monthShort, monthText, msOf, nowText, offsetText, read, readDay, shopZone, thisMonth, time, today, twins, utc, wall, yearName } from "../src/lib/time.ts";

const ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "UTC"];
const plain = (text: string) => text.replace(/\s/g, " ");
const iso = (ms: number) => new Date(ms).toISOString();
const HOUR = 3_600_000;
const asIs = () => follow({ timezone: "UTC", now: iso(Date.now()) });
beforeEach(asIs);
after(asIs);

test("a moment is read, and a text that begins like one is left as somebody wrote it", () => {
  assert.equal(plain(time("2026-11-29T22:30:00Z", "en", "Asia/Shanghai")), "Nov 30, 2026, 6:30 AM");
  for (const text of ["2026-11-29T10:00 call first", "2026-99-99T99:99", "2026-13-01T00:00:00Z", "2026-11-29", ""]) {
    assert.equal(time(text, "en"), text);
    assert.equal(wall(text), text);
    assert.equal(isTime(text), false);
  }
});

test("moments are shown on the shop's clock, whatever the machine's zone is; one without a zone stands on it already", () => {
  follow({ timezone: "Asia/Kolkata", now: iso(Date.now()) });
  assert.equal(shopZone(), "Asia/Kolkata");
  assert.equal(plain(time("2026-11-29T22:30:00.000Z", "en")), "Nov 30, 2026, 4:00 AM");
  assert.equal(plain(time("2026-11-30T04:00:00", "en")), "Nov 30, 2026, 4:00 AM");
  assert.equal(time("2026-11-29T22:30:00.000Z", "zh"), "2026年11月30日 04:00");
  assert.equal(utc("2026-11-30T04:00:30+05:30"), "2026-11-29 22:30:30 UTC");
  assert.equal(utc("2026-11-30"), "");
  assert.equal(plain(hourText("2026-11-29T22:00:00Z", "en")), "Nov 30, 3:30 AM");
  assert.equal(plain(hourText("2026-11-29T22:00:00Z", "en", "Asia/Shanghai")), "Nov 30, 6 AM");
  follow({ timezone: "Moon/Far_Side", now: iso(Date.now()) });
  assert.equal(shopZone(), "UTC", "and it says so");
  follow({} as { timezone: string; now: string });
  assert.deepEqual([shopZone(), today()], ["UTC", iso(Date.now()).slice(0, 10)], "an API from before it told");
  assert.equal(hourText("soon", "en"), "soon");
});

test("what is typed is one moment, however people write it", () => {
  for (const typed of ["2027-01-31 09:00", "2027-01-31T09:00", "2027-1-31 9:00", "2027/01/31 09:00", " 2027-01-31 09:00:00 ", "２０２７－０１－３１　０９：００", "2027年1月31日 9:00", "2027-01-31T01:00:00Z", "2027-01-31T02:00:00+01:00"])
    assert.deepEqual(read(typed, "Asia/Shanghai"), { moments: ["2027-01-31T01:00:00Z"] }, typed);
  for (const typed of ["", "soon", "2027-01-31", "2027-02-30 09:00", "2027-13-01 09:00", "2027-01-31 24:00", "2027-01-31 09:60", "1969-12-31 09:00", "2201-01-01 00:00", "0099-01-01 00:00", "31.01.2027 09:00", "2027-01-31 09:00 call first"])
    assert.deepEqual(read(typed, "Asia/Shanghai"), { moments: [], problem: "say.time_bad" }, typed);
});

test("a time that the clocks leave out in spring is refused, in each zone that does so", () => {
  for (const [zone, first, last] of [["Europe/Berlin", "2027-03-28 02:00", "2027-03-28 02:59"], ["America/New_York", "2027-03-14 02:00", "2027-03-14 02:59"], ["Pacific/Chatham", "2027-09-26 02:45", "2027-09-26 03:44"]] as const)
    for (const typed of [first, last]) assert.deepEqual(read(typed, zone), { moments: [], problem: "say.time_skipped" }, typed);
  assert.deepEqual(read("2027-03-28 01:59", "Europe/Berlin").moments, ["2027-03-28T00:59:00Z"]);
  assert.deepEqual(read("2027-03-28 03:00", "Europe/Berlin").moments, ["2027-03-28T01:00:00Z"]);
  assert.deepEqual(read("2011-12-30 12:00", "Pacific/Apia").problem, "say.time_skipped", "a whole day was left out there");
});

test("of a time that comes twice in autumn both are told, the first one first, and each is shown as which it is", () => {
  for (const [zone, typed, both] of [
    ["Europe/Berlin", "2027-10-31 02:30", ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"]],
    ["America/New_York", "2027-11-07 01:00", ["2027-11-07T05:00:00Z", "2027-11-07T06:00:00Z"]],
    ["Pacific/Chatham", "2027-04-04 03:44", ["2027-04-03T13:59:00Z", "2027-04-03T14:59:00Z"]],
  ] as const) {
    assert.deepEqual(read(typed, zone), { moments: [...both] });
    for (const one of both) assert.equal(wall(one, zone), typed);
    assert.notEqual(time(both[0], "en", zone), time(both[1], "en", zone));
  }
  assert.equal(plain(time("2027-10-31T01:30:00Z", "en", "Europe/Berlin")), "Oct 31, 2027, 2:30 AM (UTC+1)");
  assert.deepEqual(["2027-07-01T00:00:00Z", "2027-12-01T00:00:00Z"].map((one) => offsetText(one, "Pacific/Chatham")), ["UTC+12:45", "UTC+13:45"]);
  assert.equal(offsetText("2027-12-01T00:00:00Z", "America/New_York"), "UTC−5");
});

test("a day is typed as people write it, and is one", () => {
  for (const typed of ["2027-01-31", "2027/1/31", " 2027.01.31 ", "２０２７－０１－３１", "2027年1月31日"]) assert.equal(readDay(typed), "2027-01-31", typed);
  for (const typed of ["", "2027-02-29", "2027-13-01", "31/01/2027", "2027-01-31 09:00", "1899-12-31", "2200-01-02", "2027-1", "0099-01-01"]) assert.equal(readDay(typed), null, typed);
});

test("what is typed back is what it was, and of a time that comes twice the other one can be taken", () => {
  follow({ timezone: "Europe/Berlin", now: iso(Date.now()) });
  const [first, second] = ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00.000Z"];
  assert.equal(meant("2027-10-31 02:30", second), second, "as it was read");
  assert.equal(meant("2027-10-31 02:30", ""), first);
  assert.equal(meant("2027-10-31 02:3", second), "2027-10-31 02:3", "half typed");
  assert.deepEqual([twins("2027-10-31 02:30", second), twins("2027-10-31 02:30", first), twins("2027-10-31 02:30", "2027-10-31 02:30")], [["2027-10-31T01:30:00Z", first], [first, "2027-10-31T01:30:00Z"], [first, "2027-10-31T01:30:00Z"]]);
  assert.deepEqual([twins("2027-10-31 03:00", ""), twins("2027-03-28 02:30", ""), twins("", "")], [null, null, null]);
});

test("over a year of half hours: what is shown is typed again as the same moment, and a day has the hours that it has", () => {
  for (const zone of ZONES) {
    const hours = new Map<string, number>();
    let twice = 0;
    for (let ms = Date.UTC(2027, 0, 1); ms < Date.UTC(2028, 0, 1); ms += HOUR / 2) {
      const moment = iso(ms).replace(".000Z", "Z");
      const { moments } = read(wall(moment, zone), zone);
      assert.ok(moments.includes(moment), `${zone} ${moment}: ${moments}`);
      twice += moments.length - 1;
      assert.equal(wall(moment, zone).slice(0, 10), dayOf(ms, zone));
      hours.set(dayOf(ms, zone), (hours.get(dayOf(ms, zone)) ?? 0) + 0.5);
    }
    const changes = !["Asia/Shanghai", "Asia/Kolkata", "UTC"].includes(zone);
    assert.equal(twice, changes ? 4 : 0, `${zone}: an hour, as half hours, on both of its sides`);
    const odd = [...hours.values()].slice(1, -1).filter((one) => one !== 24).sort();
    assert.deepEqual(odd, changes ? [23, 25] : [], zone);
  }
});

test("over a year of typed hours: each is shown again as it was typed, or does not exist", () => {
  for (const zone of ZONES) {
    let skipped = 0;
    for (let ms = Date.UTC(2027, 0, 1); ms < Date.UTC(2028, 0, 1); ms += HOUR) {
      const typed = iso(ms).slice(0, 16).replace("T", " ");
      const { moments, problem } = read(typed, zone);
      if (problem) skipped += 1;
      for (const one of moments) assert.equal(wall(one, zone), typed, zone);
    }
    assert.equal(skipped, ["Asia/Shanghai", "Asia/Kolkata", "UTC"].includes(zone) ? 0 : 1, zone);
  }
});

test("seconds and their parts are kept where there are any", () => {
  for (const [moment, shown] of [["2027-01-31T01:00:00.000Z", "2027-01-31 09:00"], ["2027-01-31T01:00:30.000Z", "2027-01-31 09:00:30"], ["2027-01-31T01:00:00.123Z", "2027-01-31 09:00:00.123"], ["2027-01-31T01:10:00Z", "2027-01-31 09:10"]] as const) {
    assert.equal(wall(moment, "Asia/Shanghai"), shown);
    assert.deepEqual(read(shown, "Asia/Shanghai").moments.map(msOf), [msOf(moment)]);
  }
});

test("the day is the shop's by the shop's clock, when this machine's is hours off, and another one begins at its midnight", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2031, 4, 5, 6) });
  follow({ timezone: "Asia/Shanghai", now: "2026-12-31T15:59:50.000Z" });
  assert.deepEqual([nowText(), today(), thisMonth(), daysAgo(30), today("America/New_York")], ["2026-12-31T15:59:50.000Z", "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"]);
  t.mock.timers.tick(20_000);
  assert.deepEqual([today(), thisMonth(), daysAgo(1), today("UTC")], ["2027-01-01", "2027-01", "2026-12-31", "2026-12-31"]);
  assert.equal(clockAt(18, 50), "02:50");
});

test("days and months are counted without any clock, and named in the reader's language", () => {
  assert.deepEqual([addDays("2027-03-01", -1), addDays("2028-02-28", 1), addDays("2027-10-31", 1)], ["2027-02-28", "2028-02-29", "2027-11-01"]);
  assert.deepEqual([addMonths("2027-01", -1), addMonths("2026-12", 1), addMonths("2027-06", -30)], ["2026-12", "2027-01", "2024-12"]);
  assert.deepEqual([dayText("2027-03-28", "en"), dayText("2027-03-28", "zh")], ["Mar 28", "3月28日"]);
  assert.deepEqual([monthText("2027-03", "en"), monthText("2027-03", "zh"), monthName(12, "en"), monthName(1, "zh")], ["March 2027", "2027年3月", "December", "一月"]);
  assert.deepEqual(["en", "zh"].flatMap((locale) => [monthShort("2027-03-28", locale), yearName("2027-03-28", locale)]), ["Mar", "2027", "3月", "2027年"]);
});

/** Only what says a span or reads a file may look at a clock; and a browser's own pickers of days, moments and months speak its zone or its language. */
const ASKED: [RegExp, string[]][] = [
  [/\bnew Date\b|\bDate\.(now|parse|UTC)\b|\bDate\(|\bIntl\.DateTimeFormat\b|\bIntl\.RelativeTimeFormat\b|\.toLocale\w*String\b|getTimezoneOffset|\bTemporal\.|performance\.now/, ["lib/time.ts"]],
  [/datetime-local|type="(date|month|week|time)"|\bDateInput\b|\bDateTimeInput\b|\bTimeInput\b|\bDateField\b|\bvalueAsDate\b/, []],
];

test("days go to a calendar and come back as they were, also where a day begins after midnight", () => {
  for (const day of ["2027-03-28", "2028-02-29", "2026-12-31", "2027-01-01", "2018-11-04"]) assert.equal(browsersDay(browsersDate(day)), day);
});

test("no other file asks the machine what time it is, where, or how a time is written", () => {
  const root = new URL("../src/", import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name) && name !== "contract.d.ts" && !name.endsWith(".gen.ts"));
  assert.ok(files.length > 100);
  for (const [asks, may] of ASKED) {
    const found = files.filter((name) => asks.test(readFileSync(new URL(name, root), "utf8"))).map((name) => name.replaceAll("\\", "/"));
    assert.deepEqual(found.filter((name) => !may.includes(name)), [], String(asks));
    for (const one of may) assert.ok(found.includes(one), `${one} asks no more: take it off the list`);
  }
});

test("a calendar offers no day that its field would refuse", () => {
  assert.deepEqual(daysAround("2026-11-30", 20), { first: "2006-01-01", last: "2046-12-31" });
  for (const day of ["1900-01-01", "2026-11-30", "2200-01-01"]) {
    const { first, last } = daysAround(day, 20);
    assert.deepEqual([readDay(first), readDay(last)], [first, last]);
    assert.ok(first <= day && day <= last);
  }
  for (const day of ["1970-01-02", "2026-11-30", "2199-12-31"])
    for (const zone of ZONES) {
      const { first, last } = daysAround(day, 20, true);
      assert.deepEqual([read(`${first} 00:00`, zone).problem, read(`${last} 23:59`, zone).problem], [undefined, undefined]);
      assert.ok(first <= day && day <= last);
    }
});
