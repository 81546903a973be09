// Money as people type it, in integer minor units. What could mean two amounts is refused, never guessed.

export type Money = { amount: number; currency: string };

/** An amount and its currency, and no more: a rule that has both beside other fields is no amount. */
export const isMoney = (value: any): value is Money => typeof value === "object" && value !== null && Number.isInteger(value.amount) && typeof value.currency === "string" && Object.keys(value).length === 2;

/** Decimals as the API counts them (ISO 4217), which is not always what browsers show: CLDR shows no fillér or rappen of some. */
const DECIMALS: Record<string, number> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0]),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3]),
]);

export const decimals = (currency: string) => DECIMALS[currency] ?? 2;

/** The contract bounds every amount by this. */
export const MOST_MONEY = 10_000_000_000_000;
const SIGN = /^\s*[-−－]/;

type Bounds = { minimum?: number; maximum?: number };
/** The amount that a text says, or what is wrong with it: one answer for the mark at a field and for what is sent. Less than nothing only where
 * the contract takes that. */
export function readMoney(text: string, currency: string, { minimum = 0, maximum = MOST_MONEY }: Bounds = {}): { amount: number } | { wrong: "say.money_bad" | "say.out_of_range" } {
  const below = minimum < 0 && SIGN.test(text);
  const units = unitsOf(below ? text.replace(SIGN, "") : text, currency);
  if (units === null) return { wrong: "say.money_bad" };
  const amount = below && units ? -units : units;
  return amount < minimum || amount > maximum ? { wrong: "say.out_of_range" } : { amount };
}

/** Minor units of the text, or null where it says no amount of something that has a price. */
export function parseMoney(text: string, currency: string): number | null {
  const read = readMoney(text, currency);
  return "amount" in read ? read.amount : null;
}

/** Null where it says no amount or could say two. `1,299` is 1299; `12,50` is 12.50; `1.234,56` is 1234.56. */
function unitsOf(text: string, currency: string): number | null {
  const plain = text.normalize("NFKC").replace(/[\s\u00a0\u202f]/g, "").replace(/，/g, ",").replace(/。/g, ".");
  if (!/^\d[\d.,]*$/.test(plain)) return null;
  const places = decimals(currency);
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  if (last < 0) return whole(plain, "", places);
  const sign = plain[last]!;
  const before = plain.slice(0, last);
  const after = plain.slice(last + 1);
  const other = sign === "." ? "," : ".";
  if (before.includes(sign)) {
    // 1,234,567 or 1.234.567: groups only.
    return !before.includes(other) && grouped(plain, sign) ? whole(plain.replaceAll(sign, ""), "", places) : null;
  }
  if (before.includes(other)) return grouped(before, other) && after ? whole(before.replaceAll(other, ""), after, places) : null;
  if (sign === "," && grouped(plain, ",")) return places === 3 ? null : whole(before + after, "", places);
  return after ? whole(before, after, places) : null;
}

const grouped = (text: string, sign: string) => new RegExp(`^[1-9]\\d{0,2}(\\${sign}\\d{3})+$`).test(text);

function whole(before: string, after: string, places: number): number | null {
  if (after.length > places || before === "") return null;
  // What is too long to be counted to the last unit is too much anyway.
  return Number(before + after.padEnd(places, "0"));
}

/** As a field shows it: `12.50`, without signs of a language, so that it can be typed again. */
export function typed(money: Money): string {
  const places = decimals(money.currency);
  const digits = String(Math.abs(money.amount)).padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return money.amount < 0 ? `-${text}` : text;
}

const CURRENCY = /^[A-Z]{3}$/;

/** As a person reads it; also beside a currency that is being typed, or is none. */
export function shown(money: Money | null | undefined, locale: string): string {
  if (!money) return "";
  if (!CURRENCY.test(money.currency)) return `${typed(money)} ${money.currency}`.trim();
  const places = decimals(money.currency);
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: money.currency, minimumFractionDigits: places, maximumFractionDigits: places });
  return format.format(money.amount / 10 ** places);
}

/** `+5` or `-12,5` per cent more or less, rounded half up to a minor unit. */
export function percentOf(amount: number, percent: string): number {
  const [sign, text] = [percent.trim()[0] === "-" ? -1 : 1, percent.trim().slice(1).replace(",", ".")];
  const [whole, part = ""] = text.split(".");
  const hundredths = BigInt(whole!) * 100n + BigInt(part.padEnd(2, "0"));
  const scaled = BigInt(amount) * (10_000n + BigInt(sign) * hundredths);
  return Number((scaled + 5_000n) / 10_000n);
}
