// Forms from the contract, without a browser: what a schema asks for, how a value is typed by people, and what is sent. Pure.
import { MOST_MONEY, readMoney, typed } from "./money.ts";
import { local, read, readDay } from "./time.ts";
import { fieldsOf, parsed, wrongIn } from "./rule.ts";
import { isPart, percentRead, percentText, unitOf } from "./units.ts";

export type Schema = {
  type?: string; format?: string; enum?: (string | number)[]; const?: unknown; default?: unknown; required?: string[]; maxLength?: number; minLength?: number; pattern?: string;
  minimum?: number; maximum?: number; maxItems?: number; minItems?: number; description?: string; example?: unknown; ref?: string; empty?: boolean; any?: Schema[];
  properties?: Record<string, Schema>; words?: number; values?: Schema; items?: Schema;
  /** What there is once for each language. */
  each?: Schema;
};
export type Schemas = Record<string, Schema>;
export type Kind = "text" | "long" | "number" | "decimal" | "yes" | "choice" | "time" | "wall" | "day" | "money" | "minor" | "percent" | "words" | "pairs" | "texts" | "choices" | "list" | "object" | "mixed" | "json";
/** What stands in the fields: texts at the leaves, as they were typed. */
export type Draft = string | boolean | Draft[] | { [name: string]: Draft } | [string, string][];
export type Problems = Record<string, string>;

export function resolved(schema: Schema, all: Schemas): Schema {
  if (!schema.ref) return schema;
  const { ref, ...own } = schema;
  return { ...resolved(all[ref] ?? {}, all), ...own };
}

/** The fields of a part: those of the contract, or one for each of our languages and for those that it has. */
export const partsOf = (schema: Schema, value: unknown): Record<string, Schema> =>
  schema.properties ?? (schema.each ? Object.fromEntries([...new Set(["zh", "en", ...Object.keys((value as object | null) ?? {})])].map((one) => [one, schema.each!])) : {});

/** Is not shown as it is typed, and kept nowhere. */
export const isSecret = (name: string): boolean => /password|secret/.test(name);

const LONG = 300;
/** Where a day may be told, and a moment as well. */
export const isLoose = (schema: Schema): boolean => !schema.format && !schema.pattern;
/** `2027-03-28T09:00`, on the clock of whoever reads it: there is no room for a zone. */
const WALL = 16;
const OWN = "CNY";

export const isCurrency = (text: string) => /^[A-Z]{3}$/.test(text);

/** The currency of bare amounts in a part: its own, or that of what it is a part of. */
export const currencyOf = (part: any, above = OWN): string => (typeof part?.currency === "string" && isCurrency(part.currency) ? part.currency : above);

export function kindOf(given: Schema, name: string, all: Schemas): Kind {
  const schema = resolved(given, all);
  if (schema.any) return schema.any.some((one) => resolved(one, all).words) ? "mixed" : "json";
  if (schema.enum) return "choice";
  if (["integer", "string"].includes(schema.type ?? "") && isPart(unitOf(name, schema))) return "percent";
  if (schema.words) return "words";
  if (schema.each) return "object";
  switch (schema.type) {
    case "boolean": return "yes";
    // A bare amount is in minor units of the `currency` beside or above it.
    case "integer": return schema.maximum === MOST_MONEY || /minor units/i.test(schema.description ?? "") ? "minor" : "number";
    case "number": return "decimal";
    case "string":
      if (schema.maxLength === WALL) return "wall";
      if (schema.format === "date-time" || /(^|_)at$/.test(name) || /^\d{4}-\d\d-\d\dT/.test(String(schema.example ?? ""))) return "time";
      if (schema.format === "date" || /(^|_)(day|date)$/.test(name) || /^\d{4}-\d\d-\d\d$/.test(String(schema.example ?? ""))) return "day";
      return (schema.maxLength ?? 0) > LONG && !/(url|image|slug|address|_id|email)$/.test(name) ? "long" : "text";
    case "array": {
      const item = resolved(schema.items ?? {}, all);
      if (item.enum) return "choices";
      return item.type === "string" && !item.words ? "texts" : item.type === undefined && !item.properties ? "json" : "list";
    }
    case "object": {
      const names = Object.keys(schema.properties ?? {});
      if (names.length === 2 && names.includes("amount") && names.includes("currency")) return "money";
      if (names.length) return "object";
      if (schema.values && resolved(schema.values, all).type === "integer") return "pairs";
      if (schema.values && resolved(schema.values, all).type === "string") return /^(title|name|description|label|labels|body|subject|text|brief)$/.test(name) ? "words" : "pairs";
      return "json";
    }
  }
  return "json";
}

/** A value that may be a text in languages, a text, a number, or yes and no: what it is to be is chosen. */
export type Mixed = { as: "words" | "text" | "number" | "yes"; words: Record<string, string>; text: string };
const mixed = (value: unknown): Mixed => {
  const words = typeof value === "object" && value !== null ? { ...(value as Record<string, string>) } : {};
  const as = typeof value === "string" ? "text" : typeof value === "number" ? "number" : typeof value === "boolean" ? "yes" : "words";
  return { as, words, text: as === "words" ? "" : String(value) };
};
const isMixed = (draft: object): draft is Mixed => "as" in draft && "words" in draft && "text" in draft;

/** The fields of a value that is there, or of none. */
export function toDraft(given: Schema, name: string, value: unknown, all: Schemas, fresh = false, currency = OWN): Draft {
  const schema = resolved(given, all);
  const here = value === undefined && fresh ? schema.default : value;
  switch (kindOf(given, name, all)) {
    case "yes": return here === true ? "true" : here === false ? "false" : "";
    case "money": {
      const money = here as { amount: number; currency: string } | null | undefined;
      return { amount: money ? typed(money) : "", currency: money?.currency ?? "" };
    }
    case "minor": return here === undefined || here === null ? "" : typed({ amount: here as number, currency });
    case "words": return { ...((here as Record<string, string>) ?? {}) };
    case "percent": return here === undefined || here === null ? "" : percentText(here as string | number, partOf(name, schema)!);
    case "pairs": {
      const part = partOf(name, schema);
      return Object.entries((here as Record<string, string>) ?? {}).map(([key, one]): [string, string] => [key, part ? percentText(one, part) : String(one)]);
    }
    case "texts": case "choices": return [...((here as unknown[]) ?? [])].map(String);
    case "list": return ((here as unknown[]) ?? []).map((one) => toDraft(schema.items!, name, one, all, false, currencyOf(one, currency)));
    case "object": {
      const needed = new Set(schema.required ?? []);
      return Object.fromEntries(Object.entries(partsOf(schema, here)).map(([key, one]) => [key, toDraft(one, key, (here as any)?.[key], all, fresh && here === undefined && begins(one, key, needed.has(key), all), currencyOf(here, currency))]));
    }
    case "mixed": return mixed(here);
    case "json": return here === undefined || here === null ? "" : JSON.stringify(here, null, 2);
    case "time": return here ? String(here) : "";
    default: return here === undefined || here === null ? "" : String(here);
  }
}

function isEmpty(draft: Draft): boolean {
  if (typeof draft !== "object") return draft === "";
  if (Array.isArray(draft)) return draft.length === 0;
  if (isMixed(draft)) return draft.as === "words" ? isEmpty(draft.words) : draft.text === "";
  const fields = Object.entries(draft);
  if (fields.length === 2 && "amount" in draft && "currency" in draft) return draft.amount === ""; // a currency alone is no money
  return fields.every(([, one]) => isEmpty(one));
}

/** What a new thing begins with: the contract's defaults, but nothing in parts that may be left out. */
export const begins = (one: Schema, name: string, needed: boolean, all: Schemas) => needed || kindOf(one, name, all) !== "object";

const DECIMAL = /^[+-]?\d{1,15}(\.\d{1,9})?$/;
const plainNumber = (text: string) => text.normalize("NFKC").replace(/[\s\u00a0\u202f]/g, "").replace(/^(\d{1,3})(,\d{3})+$/, (all) => all.replaceAll(",", ""));

/** Of what is typed in per cent: as what it is kept. */
export function partOf(name: string, schema: Schema) {
  const unit = unitOf(name, schema);
  return isPart(unit) ? unit : null;
}

function percent(typed: string, part: NonNullable<ReturnType<typeof partOf>>, schema: Schema, pointer: string, problems: Problems): number | string | undefined {
  const kept = percentRead(typed, part);
  const number = Number(kept);
  if (kept === null) problems[pointer] = "say.percent_bad";
  else if ((schema.minimum !== undefined && number < schema.minimum) || (schema.maximum !== undefined && number > schema.maximum) || !new RegExp(schema.pattern ?? "").test(kept)) problems[pointer] = "say.out_of_range";
  return kept === null ? undefined : schema.type === "string" ? kept : number;
}

/** What is wrong at a field: at its own pointer, or below it where no field of its own stands: `there` names those that do. */
export function wrongAt(problems: Problems, pointer: string, there: string[] = []): string | undefined {
  const within = (at: string, of: string) => at === of || at.startsWith(`${of}/`);
  return problems[pointer] ?? Object.entries(problems).find(([at]) => within(at, pointer) && !there.some((one) => within(at, one)))?.[1];
}

/** What is sent, and what is wrong, each at its pointer. `undefined`: nothing is sent. */
export function toValue(given: Schema, name: string, draft: Draft, all: Schemas, pointer: string, problems: Problems, required = false, currency = OWN): unknown {
  const schema = resolved(given, all);
  const kind = kindOf(given, name, all);
  const nothing = schema.empty ? null : undefined;
  if (isEmpty(draft) && kind !== "object") {
    if (kind === "texts" || kind === "choices" || kind === "list") {
      if (required && (schema.minItems ?? 0) > 0) problems[pointer] = "say.required";
      return schema.empty ? null : [];
    }
    if (kind === "words" || kind === "pairs") {
      if (required && kind === "words") problems[pointer] = "say.required";
      return schema.empty ? null : {};
    }
    if (required && !(schema.type === "string" && schema.minLength === undefined && schema.pattern === undefined) && !schema.empty) problems[pointer] = "say.required";
    return required && schema.type === "string" && !schema.empty ? "" : nothing;
  }
  switch (kind) {
    case "yes": return draft === "true";
    case "number": case "decimal": {
      const text = plainNumber(draft as string);
      const fits = kind === "number" ? /^[+-]?\d{1,15}$/.test(text) : DECIMAL.test(text);
      const number = Number(text);
      if (!fits) problems[pointer] = kind === "number" ? "say.whole_number" : "say.number";
      else if ((schema.minimum !== undefined && number < schema.minimum) || (schema.maximum !== undefined && number > schema.maximum)) problems[pointer] = "say.out_of_range";
      return number;
    }
    case "minor": {
      const read = readMoney(draft as string, currency, schema);
      if ("amount" in read) return read.amount;
      problems[pointer] = read.wrong;
      return undefined;
    }
    case "money": {
      const { amount, currency } = draft as { amount: string; currency: string };
      const read = readMoney(amount, currency, schema.properties!.amount);
      if (!isCurrency(currency)) problems[`${pointer}/currency`] = "say.currency_bad";
      if ("wrong" in read) problems[pointer] = read.wrong;
      else return { amount: read.amount, currency };
      return undefined;
    }
    case "percent": return percent(draft as string, partOf(name, schema)!, schema, pointer, problems);
    case "words": return Object.fromEntries(Object.entries(draft as Record<string, string>).filter(([, text]) => text !== ""));
    case "pairs": {
      const each = resolved(schema.values!, all);
      const part = partOf(name, schema);
      const one = (key: string, text: string) => (part ? percent(text, part, each, `${pointer}/${key}`, problems) : each.type === "integer" ? toValue(each, "", text, all, `${pointer}/${key}`, problems, true) : text);
      return Object.fromEntries((draft as [string, string][]).filter(([key]) => key !== "").map(([key, text]) => [key, one(key, text)]));
    }
    case "mixed": {
      const { as, words, text } = draft as Mixed;
      if (as === "words") return Object.fromEntries(Object.entries(words).filter(([, one]) => one !== ""));
      if (as === "number" && !DECIMAL.test(plainNumber(text))) problems[pointer] = "say.number";
      return as === "yes" ? text === "true" : as === "number" ? Number(plainNumber(text)) : text.trim();
    }
    case "texts": return (draft as string[]).map((text) => text.trim()).filter(Boolean);
    case "choices": return draft;
    case "list": return (draft as Draft[]).map((one, index) => toValue(schema.items!, name, one, all, `${pointer}/${index}`, problems, true, currencyOf(one, currency)));
    case "object": {
      if (!required && isEmpty(draft)) return nothing;
      const needed = new Set(schema.required ?? []);
      return Object.fromEntries(Object.entries(partsOf(schema, draft)).filter(([key]) => !schema.each || !isEmpty((draft as Record<string, Draft>)[key] ?? ""))
        .map(([key, one]) => [key, toValue(one, key, (draft as Record<string, Draft>)[key] ?? "", all, `${pointer}/${key}`, problems, needed.has(key), currencyOf(draft, currency))])
        .filter(([, one]) => one !== undefined));
    }
    case "json":
      try {
        const told = JSON.parse(draft as string);
        const asked = name === "rule" ? fieldsOf(schema.description) : undefined;
        // What is no rule of these fields is left to the shop.
        if (asked?.size && parsed(draft as string)) Object.assign(problems, wrongIn(told, asked, pointer));
        return told;
      } catch {
        if (schema.any?.some((one) => one.type === "string")) return draft;
        problems[pointer] = "say.json_bad";
        return undefined;
      }
    case "time": {
      const { moments, problem } = read(draft as string);
      if (problem) problems[pointer] = problem;
      return moments[0] ?? (draft as string);
    }
    case "day": {
      const day = readDay(draft as string) ?? (isLoose(schema) ? (read(draft as string).moments[0] ?? null) : null);
      if (day === null) problems[pointer] = "say.day_bad";
      return day ?? (draft as string);
    }
    case "wall": {
      const found = local(draft as string);
      if (found === null) problems[pointer] = "say.time_bad";
      return found ?? (draft as string);
    }
    case "choice": return schema.enum!.find((one) => String(one) === draft) ?? draft;
    default: {
      const text = draft as string;
      if (schema.maxLength !== undefined && [...text].length > schema.maxLength) problems[pointer] = "say.too_long";
      return kind === "long" ? text : text.trim();
    }
  }
}

/** A new thing: what was left empty is left to the shop. */
export function forNew(body: Record<string, unknown>, schema: Schema): Record<string, unknown> {
  const needed = new Set(schema.required ?? []);
  const bare = (value: unknown) => value === null || (Array.isArray(value) && !value.length) || (typeof value === "object" && value !== null && !Object.keys(value).length);
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => needed.has(name) || !bare(value)));
}

/** Fields that nobody touched are sent as they were read (a mask of a secret, a time to the second), or not at all where only changes are. */
export function forChange(body: Record<string, unknown>, draft: Record<string, Draft>, first: Record<string, Draft>, record: Record<string, unknown>, whole: boolean): Record<string, unknown> {
  const touched = (name: string) => JSON.stringify(draft[name]) !== JSON.stringify(first[name]);
  const sent: Record<string, unknown> = {};
  for (const name of Object.keys(draft)) {
    if (touched(name)) sent[name] = body[name] === undefined ? null : body[name];
    else if (whole && record[name] !== undefined) sent[name] = record[name];
  }
  return sent;
}
