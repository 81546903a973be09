import { useTranslate } from "react-admin";
import { wrongAt, type Problems } from "../lib/schema.ts";
import { shopZone } from "../lib/time.ts";

/** What is told at a field: what was typed wrong, or what the shop refused; `there`: pointers below it that have a field of their own. */
export function useWrong(problems: Problems): (pointer: string, there?: string[]) => string | undefined {
  const say = useTranslate();
  return (pointer, there) => {
    const wrong = wrongAt(problems, pointer, there);
    return wrong && say(wrong, { _: wrong, zone: shopZone() });
  };
}
