// Where a text may be broken where there is little room, and what is too long for a narrow column. Pure.

/** Longer than that a word may be broken anywhere: else it would take the room of all others. */
const WORD = 24;
/** What is longer is read in lines. */
const LINE = 20;
const WIDE = /[\u2e80-\uffff]/;
const GAP = /\s+/;

/** A Chinese sign takes the room of two letters. */
export const breadth = (text: string) => [...text].reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0);

export type Breaks = { whiteSpace?: "nowrap"; overflowWrap: "normal" | "break-word" | "anywhere" };

/** A word and a number are read in one go, several between their words; only what has no place for a break is broken anywhere. */
export function breaks(text: string): Breaks {
  if (!GAP.test(text) && breadth(text) <= WORD) return { whiteSpace: "nowrap", overflowWrap: "normal" };
  return { overflowWrap: text.split(GAP).some((word) => word.length > WORD && !WIDE.test(word)) ? "anywhere" : "break-word" };
}

/** What somebody wrote, and no word, time or code: in a table on a telephone it would be a column of letters. */
export const isProse = (value: unknown): boolean => typeof value === "string" && (GAP.test(value) || WIDE.test(value)) && breadth(value) > LINE;
