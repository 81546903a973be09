// The rule of a segment as a form has it: groups of conditions, as deep as somebody wants. What there is to ask is told by the contract. Pure.
export type Condition = { field: string; op: string; value: unknown };
export type Rule = Condition | { all: Rule[] } | { any: Rule[] } | { not: Rule };
export type Group = { how: "all" | "any"; parts: Rule[] };
export type Kind = "number" | "money" | "moment" | "flag" | "segment" | "months" | "rfm" | "list";

/** By field, what it may be asked: "… Fields: orders (equals, at_least); spent (at_least)." */
export function fieldsOf(description = ""): Map<string, string[]> {
  const told = /Fields: (.+)$/s.exec(description)?.[1] ?? "";
  return new Map([...told.matchAll(/(\w+) \(([^)]+)\)/g)].map(([, field, ops]) => [field!, ops!.split(", ")]));
}

export function kindOf(field: string, ops: string[]): Kind {
  if (ops.includes("before")) return "moment";
  if (ops.includes("at_least")) return ops.includes("equals") ? "number" : "money";
  if (ops.includes("equals")) return "flag";
  return field === "segment" ? "segment" : field === "rfm" ? "rfm" : field === "birth_month" ? "months" : "list";
}

const EMPTY: Record<Kind, unknown> = { number: "", money: { amount: "", currency: "CNY" }, moment: "", flag: true, segment: "", months: [], rfm: [], list: [] };
export const blank = (field: string, ops: string[]): Condition => ({ field, op: ops[0]!, value: EMPTY[kindOf(field, ops)] });

export const isCondition = (rule: Rule): rule is Condition => "field" in rule;
const isRule = (value: any): value is Rule => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value).sort().join();
  if (names === "field,op,value") return typeof value.field === "string" && typeof value.op === "string";
  return names === "not" ? isRule(value.not) : (names === "all" || names === "any") && Array.isArray(value[names]) && value[names].every(isRule);
};

/** A part and whether it is turned round; what is turned round twice is as it was. */
export function turned(rule: Rule): { not: boolean; inner: Exclude<Rule, { not: Rule }> } {
  if (!("not" in rule)) return { not: false, inner: rule };
  const { not, inner } = turned(rule.not);
  return { not: !not, inner };
}
export const turn = (rule: Rule, not: boolean): Rule => (not ? { not: rule } : rule);

export const groupOf = (rule: Exclude<Rule, { not: Rule }>): Group | null => ("all" in rule ? { how: "all", parts: rule.all } : "any" in rule ? { how: "any", parts: rule.any } : null);
export const ofGroup = ({ how, parts }: Group): Rule => (how === "all" ? { all: parts } : { any: parts });

/** The outermost group; null where the text is no rule. Nothing yet is a group without parts. */
export function parsed(text: string): Group | null {
  if (!text.trim()) return { how: "all", parts: [] };
  try {
    const rule: unknown = JSON.parse(text);
    if (!isRule(rule)) return null;
    const { not, inner } = turned(rule);
    return (not ? null : groupOf(inner)) ?? { how: "all", parts: [rule] };
  } catch {
    return null;
  }
}
export const written = (group: Group): string => (group.parts.length ? JSON.stringify(ofGroup(group), null, 2) : "");

const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** What is typed and cannot be sent, each at its pointer; a field that the contract does not name is left to the shop. */
export function wrongIn(rule: Rule, fields: Map<string, string[]>, pointer: string): Record<string, string> {
  if ("not" in rule) return wrongIn(rule.not, fields, `${pointer}/not`);
  const group = groupOf(rule);
  if (group) return Object.assign({}, ...group.parts.map((part, index) => wrongIn(part, fields, `${pointer}/${group.how}/${index}`)));
  const { field, value } = rule as Condition;
  const ops = fields.get(field);
  const wrong = ops && wrongValue(kindOf(field, ops), value);
  return wrong ? { [`${pointer}/value`]: wrong } : {};
}

function wrongValue(kind: Kind, value: any): string | undefined {
  if (kind === "money") return !value?.amount && value?.amount !== 0 ? "say.required" : isWhole(value.amount) && /^[A-Z]{3}$/.test(value.currency) ? undefined : "say.money_bad";
  if (value === "" || value === null || (Array.isArray(value) && !value.length)) return "say.required";
  return kind === "number" && !isWhole(value) ? "say.whole_number" : undefined;
}
