// Moments as people read them. Pure.

/** A moment as the API tells it, and nothing else: a text that only begins like one is somebody's own. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

export const isTime = (text: string): boolean => MOMENT.test(text) && !Number.isNaN(Date.parse(text));

/** What is no moment stays as it is. */
export function time(text: string, locale: string, timeZone?: string): string {
  if (!isTime(text)) return text;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(text));
}
