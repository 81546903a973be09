// What time it is and where: moments are shown, typed and read on the clock of the shop's zone, days and months are the shop's, whatever the clock, the zone and
// the language of the machine are. No other file asks those (test/time.test.ts).

/** A moment as the API tells it, and nothing else: a text that only begins like one is somebody's own. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const ZONED = /(Z|[+-]\d\d:\d\d)$/;
/** As people write it, also with the keys of a Chinese keyboard; a moment with its zone is read besides. */
const TYPED = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T| *)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/;
const DAY_MS = 86_400_000;
const [EARLIEST, LATEST] = [0, Date.UTC(2200, 0, 1)];
/** Days that a field takes, and those of moments: no shop has any before or after. */
const DAYS = ["1900-01-01", "2200-01-01"] as const;
const DAYS_OF_MOMENTS = ["1970-01-02", "2199-12-31"] as const;

let zone = "UTC";
/** By how much the clock of this machine is behind that of the shop. */
let behind = 0;

const formats = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, options));
  return formats.get(key)!;
}

/** What the shop says of itself at each look at who is here (`GET /v1/admin/whoami`). A zone that this browser has never heard of is told in UTC. */
export function follow(told: { timezone: string; now: string }): void {
  try {
    format("en", { timeZone: told.timezone });
    zone = told.timezone || "UTC";
  } catch {
    zone = "UTC";
  }
  behind = isMoment(told.now) ? msOf(told.now) - Date.now() : 0;
}

export const shopZone = (): string => zone;
export const nowMs = (): number => Date.now() + behind;
export const nowText = (): string => new Date(nowMs()).toISOString();
/** Of this machine: how long ago something was here, and nothing else. */
export const machineMs = (): number => Date.now();

export const isTime = (text: string): boolean => MOMENT.test(text) && !Number.isNaN(Date.parse(text));
const isMoment = (text: string): boolean => isTime(text) && ZONED.test(text);
/** NaN for what is no moment. */
export const msOf = (text: string): number => (isMoment(text) ? Date.parse(text) : NaN);
const sent = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");

const clocks = new Map<string, Intl.DateTimeFormat>();
/** What a clock in that zone shows, as if it were UTC. */
function clock(ms: number, at: string): number {
  if (!clocks.has(at)) clocks.set(at, new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", { timeZone: at, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }));
  const [month, day, year, hour, minute, second] = clocks.get(at)!.format(ms).match(/\d+/g)!.map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1000) + 1000) % 1000);
}
const offset = (ms: number, at: string) => clock(ms, at) - ms;

/** All moments at which a clock there shows this: none in an hour that is left out, two in one that comes twice. */
function momentsOf(shows: number, at: string): number[] {
  const known = new Set([shows - DAY_MS, shows, shows + DAY_MS].map((ms) => offset(ms, at)));
  return [...known].map((one) => shows - one).filter((ms) => clock(ms, at) === shows).sort((one, other) => one - other);
}

/** `UTC+8`, `UTC+5:45` */
export function offsetText(moment: string, at = zone): string {
  const minutes = Math.round(offset(msOf(moment), at) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

const TYPED_DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
/** What somebody typed as a day; null for what is none, or lies where no shop has any. */
export function readDay(typed: string): string | null {
  const found = TYPED_DAY.exec(typed.normalize("NFKC").trim());
  if (!found) return null;
  const day = `${found[1]}-${found[2]!.padStart(2, "0")}-${found[3]!.padStart(2, "0")}`;
  return day >= DAYS[0] && day <= DAYS[1] && !Number.isNaN(utcDay(day)) && addDays(day, 0) === day ? day : null;
}

export type Read = { moments: string[]; problem?: "say.time_bad" | "say.time_skipped" };

/** What somebody typed on the shop's clock, as moments that nobody reads otherwise. Of an hour that comes twice both, the first one being meant unless
 * somebody says otherwise; one that is left out in spring is refused, as the API does. */
export function read(typed: string, at = zone): Read {
  const text = typed.normalize("NFKC").trim();
  if (isMoment(text)) return { moments: [ZONED.exec(text)![0] === "Z" ? text : sent(Date.parse(text))] };
  const found = TYPED.exec(text);
  if (!found) return { moments: [], problem: "say.time_bad" };
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((one) => Number(one ?? 0)) as [number, number, number, number, number, number];
  const shows = Date.UTC(year, month - 1, day, hour, minute, second, Number((found[7] ?? "").padEnd(3, "0")));
  const is = new Date(shows);
  const real = is.getUTCFullYear() === year && is.getUTCMonth() === month - 1 && is.getUTCDate() === day && is.getUTCHours() === hour && is.getUTCMinutes() === minute && is.getUTCSeconds() === second;
  if (!real || shows < EARLIEST || shows > LATEST) return { moments: [], problem: "say.time_bad" };
  const moments = momentsOf(shows, at).map(sent);
  return moments.length ? { moments } : { moments, problem: "say.time_skipped" };
}

/** What is given on of what is typed over `first`: typed back to what it was, it is what it was, to the second and in autumn in the same one of two hours.
 * What nobody can read stays as it is typed. */
export const meant = (typed: string, first: string): string => (typed.trim() === wall(first) ? first : (read(typed).moments[0] ?? typed.trim()));

/** Of a time that comes twice: which one is meant, and the other one. */
export function twins(typed: string, moment: string): [string, string] | null {
  const [one, other] = read(typed).moments;
  return one && other ? (msOf(other) === msOf(moment) ? [other, one] : [one, other]) : null;
}

/** What is meant on whichever clock it is read: `2027-03-28T09:00`; null for what is no such time. */
export function local(typed: string): string | null {
  const [one] = isTime(typed.trim()) && ZONED.test(typed.trim()) ? [] : read(typed, "UTC").moments;
  return one?.slice(0, 16) ?? null;
}

/** A moment as it is typed; seconds where it has any. What is no moment stays as it is. */
export function wall(text: string, at = zone): string {
  if (!isMoment(text)) return text;
  const shows = new Date(clock(msOf(text), at)).toISOString();
  return shows.replace("T", " ").replace(/(:00)?\.000Z$|Z$/, "");
}

/** A moment for people. One without a zone stands on the shop's clock already. Of an hour that comes twice, which one. What is no moment stays as it is. */
export function time(text: string, locale: string, at = zone): string {
  if (!isTime(text)) return text;
  const own = { dateStyle: "medium", timeStyle: "short" } as const;
  if (!isMoment(text)) return format(locale, { ...own, timeZone: "UTC" }).format(Date.parse(`${text}Z`));
  const ms = Date.parse(text);
  const twice = momentsOf(clock(ms, at), at).length > 1;
  return format(locale, { ...own, timeZone: at }).format(ms) + (twice ? ` (${offsetText(text, at)})` : "");
}

/** The same moment without any zone to think of, for whoever points at it. */
export const utc = (text: string): string => (isMoment(text) ? `${sent(Date.parse(text)).replace("T", " ").replace("Z", "")} UTC` : "");

/** `cron` counts in UTC: what the shop's clock shows then, today. */
export const clockAt = (hour: number, minute: number, at = zone): string => new Date(clock(Math.floor(nowMs() / DAY_MS) * DAY_MS + (hour * 60 + minute) * 60_000, at)).toISOString().slice(11, 16);

/** The day that it is in the shop. */
export const today = (at = zone): string => dayOf(nowMs(), at);
export const dayOf = (ms: number, at = zone): string => new Date(clock(ms, at)).toISOString().slice(0, 10);
export const thisMonth = (at = zone): string => today(at).slice(0, 7);
const utcDay = (day: string) => Date.parse(`${day}T00:00:00Z`);
export const addDays = (day: string, count: number): string => new Date(utcDay(day) + count * DAY_MS).toISOString().slice(0, 10);
export const daysAgo = (count: number): string => addDays(today(), -count);
export function addMonths(month: string, count: number): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** Where a picture has no room for the year. */
export const dayText = (day: string, locale: string): string => format(locale, { month: "short", day: "numeric", timeZone: "UTC" }).format(utcDay(day));
export const hourText = (moment: string, locale: string, at = zone): string =>
  !isMoment(moment) ? moment : format(locale, { month: "short", day: "numeric", hour: "numeric", ...(offset(msOf(moment), at) % 3_600_000 ? { minute: "2-digit" } : {}), timeZone: at }).format(msOf(moment));
export const monthText = (month: string, locale: string): string => format(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(utcDay(`${month}-01`));
export const monthShort = (day: string, locale: string): string => format(locale, { month: "short", timeZone: "UTC" }).format(utcDay(day));
export const yearName = (day: string, locale: string): string => format(locale, { year: "numeric", timeZone: "UTC" }).format(utcDay(day));
export const monthName = (number: number, locale: string): string => format(locale, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, number - 1, 1));
/** The calendar's library knows days as dates of the browser's own clock; here they are texts, whatever that clock says. */
export const browsersDate = (day: string): Date => new Date(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
export const browsersDay = (date: Date): string => [String(date.getFullYear()).padStart(4, "0"), String(date.getMonth() + 1).padStart(2, "0"), String(date.getDate()).padStart(2, "0")].join("-");
/** Days and years that a calendar offers around one: none that its field would refuse. */
export function daysAround(day: string, years: number, timed = false): { first: string; last: string } {
  const [first, last] = timed ? DAYS_OF_MOMENTS : DAYS;
  const year = (by: number) => String(Number(day.slice(0, 4)) + by).padStart(4, "0");
  return { first: [first, `${year(-years)}-01-01`].sort()[1]!, last: [last, `${year(years)}-12-31`].sort()[0]! };
}
export const dayName = (day: string, locale: string): string => format(locale, { dateStyle: "full", timeZone: "UTC" }).format(utcDay(day));
