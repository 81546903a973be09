// When something runs by itself, in words and on the shop's clock: `rate(5 minutes)`, `cron(50 18 * * ? *)`. Others stay as they are written.
import { clockAt } from "./time.ts";

export type Plan = { key: "minutes" | "hours" | "days" | "daily" | "hourly"; count?: number; at?: string };

export function planOf(expression: string): Plan | null {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return { key: `${rate[2]}s` as Plan["key"], count: Number(rate[1]) };
  const cron = /^cron\((\d{1,2}) (\d{1,2}|\*) \* \* \? \*\)$/.exec(expression);
  if (!cron) return null;
  const [minute, hour] = [Number(cron[1]), cron[2]!];
  return hour === "*" ? { key: "hourly", at: clockAt(0, minute).slice(3) } : { key: "daily", at: clockAt(Number(hour), minute) };
}
