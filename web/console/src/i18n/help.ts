// What the contract says of its fields and steps, in the reader's language. It is written in English; Chinese is kept by the English text, so
// that a text that changes is missed by the test (test/help.test.ts) and not told wrongly.
import { useLocaleState, useTranslate } from "react-admin";
import { helpZh } from "./helpZh.ts";
import { plainly } from "./plainly.ts";

/** Of what is typed in per cent: the contract says what is kept. Chinese says per cent throughout. */
export const asTyped: Record<string, string> = {
  "How much a role may take off a piece's price in a draft, in hundredths of a per cent; a role without one: nothing, an owner without one: all of it. Not sent: as it is.": "How many per cent a role may take off a piece's price in a draft; a role without one: nothing, an owner without one: all of it. Not sent: as it is.",
  "Hundredths of a per cent.": "Of the goods that are sold.",
  "Hundredths of a per cent. 0: their links are counted and bring nothing.": "Of the goods that are sold. 0: their links are counted and bring nothing.",
  "Hundredths of a per cent. null: the shop's.": "Of the goods that are sold. Empty: the shop's.",
  "Hundredths of a per cent; never for what is faulty.": "Of the price; never for what is faulty.",
  "The least margin on cost in hundredths of a percent: 1000 lets no price pass below cost × 1.1.": "The least margin on cost: 10 % lets no price pass below cost × 1.1.",
  "Which share of a carrier's parcels must be in time, in thousandths. One that is below it in two weeks, one after the other, of at least 10 parcels with a day each, is suspended: no plan sends it anything until it is reinstated. 0: none is.": "Which share of a carrier's parcels must be in time. One that is below it in two weeks, one after the other, of at least 10 parcels with a day each, is suspended: no plan sends it anything until it is reinstated. 0: none is.",
  "shares: by variant, in basis points, 10,000 together; the first is the control, which others are compared with.": "shares: by variant, 100 % together; the first is the control, which others are compared with.",
};

/** The names of fields and words of the contract in a text, as they stand in the form; but not where somebody has to type them: `{product_id}`. */
const NAME = /(?<![{\w.\/-])(?:[a-z]+\.)*([a-z]+(?:_[a-z0-9]+)+)(?![\w}])/g;
/** What a program is answered. A person reads why in the same sentence, or is told once it happens. */
const REFUSED = / ?[(（](?:4|5)\d\d(?: [a-z_]+)?[)）]/g;

/** A text of the contract as people are told it. `named`: what a field or word is called. */
export const forPeople = (text: string, locale: string, named: (name: string) => string): string =>
  // A field is called as its label is.
  (locale === "zh" ? (helpZh[text] ?? text) : (asTyped[text] ?? plainly[text] ?? text).replaceAll("basis_points", "per cent"))
    .replaceAll(REFUSED, "").replaceAll(/\bnull\b/g, "empty").replaceAll(/\bNull\b/g, "Empty").replaceAll(NAME, (_all, name: string) => named(name));

const HAN = /[\u4e00-\u9fff]/;

export function useHelp(): (text: string | undefined) => string | undefined {
  const [locale] = useLocaleState();
  const say = useTranslate();
  const named = (name: string) => {
    const [field, state] = [say(`field.${name}`), say(`state.${name}`)];
    return `“${locale === "zh" && !HAN.test(field) ? state : field}”`;
  };
  return (text) => text && forPeople(text, locale, named);
}
