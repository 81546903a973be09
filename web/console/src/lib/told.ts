// Who changed a record last: which row of the audit log tells of it. The log hears of a change some seconds later. Pure.

/** Masked, shortened, or one of more than are told: it may be anything. */
const UNSAID = /\*\*\*|…/;

function says(told: any, now: any): boolean {
  if (typeof told === "string") return UNSAID.test(told) || told === now;
  if (typeof told !== "object" || told === null) return told === now;
  return typeof now === "object" && now !== null && Object.entries(told).every(([name, one]) => says(one, now[name]) || (Array.isArray(told) && typeof one === "string" && UNSAID.test(one)));
}

type Row = { at: string; after: Record<string, unknown> };
/** Whether the row tells of the change that made `current` of `before`, and not of an older one: by its time where the record has one, else by what
 * it says of the fields that differ. */
export function tells(row: Row, before: any, current: any, fields: string[]): boolean {
  if (before.updated_at && current.updated_at) return row.at > before.updated_at;
  return fields.some((name) => name in row.after && says(row.after[name], current[name]));
}
