// A value however deep: fields by name, rows of the same kind as a table, and no braces.
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useLocaleState, useResourceContext, useTranslate } from "react-admin";
import type { Kind } from "../resources.ts";
import { isAmount, isChoice } from "../api/catalogue.ts";
import { country, place } from "../lib/address.ts";
import { currencyOf } from "../lib/schema.ts";
import { isProse } from "../lib/lines.ts";
import { byArea } from "../lib/permissions.ts";
import { unitAt } from "../lib/units.ts";
import { isNextAction, NextAction } from "./NextAction.tsx";
import { isActor, Who } from "./Names.tsx";
import { CodeName, isCode, isId, isReason, isStaffField, Reason, Ref, StaffName } from "./Refs.tsx";
import { useFieldName } from "./useFieldName.ts";
import { isMoney } from "../lib/money.ts";
import { Value } from "./Value.tsx";

const HIDDEN = new Set(["version", "shards"]);
const WIDE = 6;
const FEW = 3;
/** What is longer is read in lines, not in columns of letters. */
const LONG = 30;
const COUNTRIES = /^(country|country_code|countries)$/;
const LANGUAGE = /^[a-z]{2}(-[A-Za-z]+)?$/;
/** Parts whose names are variables, as they stand in a template. */
const VARIABLES = /^(variables|values)$/;
/** Where the shop itself has a file or a page of the row: a button of the page opens it. */
const OWN_PLACE = /^\/v1\//;
/** Codes of what packages bring, too: most have a name. */
const NAMED_CODES = new Set(["provider", "service", "ended_because", "closed_because", "stuck", "at_deadline", "unrepaired", "method", "adapter", "credentials"]);
/** Fields of two letters that are no languages. */
const SHORT = new Set(["at", "by", "id", "is", "of", "op", "to"]);
const LANGUAGE_OF = /(^|_)language$/;
/** What is a text of somebody's or a code of the shop's: codes have a name. */
const CODED = /^(reason|problem|template)$/;
const CODE = /^[a-z]+(_[a-z]+)+$/;
/** Amounts under a name that elsewhere counts grams or pieces: the least of a promotion's rule, and of its tiers; and what stands beside its currency. */
const ofRule = (part: any) => typeof part === "object" && part !== null && ("minimum_pieces" in part || "off" in part);
const moneyIn = (part: any, name: string, value: any, currency?: string): Kind | undefined => (currency && typeof value === "number" && ((name === "minimum" && ofRule(part)) || (name === "amount" && typeof part?.currency === "string")) ? "money" : undefined);
const isLanguage = (name: string) => LANGUAGE.test(name) && !SHORT.has(name);
const languageName = (name: string, locale: string) => new Intl.DisplayNames([locale], { type: "language" }).of(name) ?? name;

/** What another field beside it tells already: every time is shown on the clock of the shop. */
const isTwice = (row: any, name: string) => (name.endsWith("_local") && Boolean(row?.[name.slice(0, -"_local".length)])) || (name === "order_number" && isId(row?.order_id)) || (name === "country_code" && Boolean(row?.country))
  // A line is known by what is in it, what a complaint is about by what it is.
  || (name === "line_id" && Boolean(row?.sku || row?.title)) || (name === "subject" && row?.subject === row?.order_id);

/** One text: a plain value, money, a text in languages, a list of plain values. */
export function isPlain(value: any): boolean {
  if (typeof value !== "object" || value === null || isMoney(value)) return true;
  if (Array.isArray(value)) return value.every((one) => typeof one !== "object");
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, one]) => LANGUAGE.test(key) && typeof one === "string");
}

/** `{kind: "none"}`: what there is of several kinds, and here of none. */
const isNone = (value: any): boolean => value?.kind === "none" && Object.entries(value).every(([name, one]) => name === "kind" || !shown(one));

/** Nothing is said of what holds nothing, however deep. */
export const shown = (value: any): boolean => !isNone(value) && value !== null && value !== undefined && value !== "" && (typeof value !== "object" || isMoney(value) || (Array.isArray(value) ? value.length > 0 : Object.values(value).some(shown)));

/** One plain value under its name: a word of the contract in the reader's language, a country by its name, an id by what it stands for. */
export function Plain({ name, value, kind, list, currency, called }: { name: string; value: any; kind?: Kind; list?: boolean; currency?: string; called?: string }) {
  const [locale] = useLocaleState();
  const unit = unitAt(useResourceContext(), name, value);
  if (isAddress(name, value)) return <Address at={value} />;
  // Parameters are told as texts.
  if (currency && isAmount(name) && /^-?\d+$/.test(String(value))) return <Value value={{ amount: Number(value), currency }} kind="money" />;
  if (isCode(name) && typeof value === "string") return <CodeName name={name} code={value} />;
  if (name === "id") return <Value value={value} kind="mono" />;
  if (isId(value)) return isStaffField(name) ? <StaffName id={value} /> : <Ref id={value} list={list} called={called || undefined} />;
  if (LANGUAGE_OF.test(name) && typeof value === "string" && LANGUAGE.test(value)) return <Value value={languageName(value, locale)} />;
  if (isReason(name, value)) return <Reason value={value} />;
  if (CODED.test(name) && typeof value === "string" && CODE.test(value)) return <Value value={value} kind="state" />;
  if (NAMED_CODES.has(name) && typeof value === "string" && /^[a-z0-9_]+$/.test(value)) return <Value value={value} kind="state" />;
  if (Array.isArray(value) && value.length && value.every(isId)) return <>{value.map((one: string, index) => <span key={one}>{index ? ", " : ""}<Ref id={one} list={list || value.length > FEW} /></span>)}</>;
  if (name === "flags" && Array.isArray(value)) return <Value value={value} kind="coded" />;
  if (name === "permissions" && Array.isArray(value)) return <Permissions all={value} />;
  const many = Array.isArray(value) ? value : [value];
  if (COUNTRIES.test(name) && many.every((one) => /^[A-Z]{2}$/.test(one))) return <Value value={many.map((one) => country(one, locale)).join(", ")} />;
  if (kind ?? unit) return <Value value={value} kind={kind ?? unit ?? undefined} />;
  const one = name.replace(/(us)es$|s$/, "$1");
  if (Array.isArray(value) && isCode(one)) return <>{value.map((code: string, index) => <span key={code}>{index ? ", " : ""}<CodeName name={one} code={code} /></span>)}</>;
  if (Array.isArray(value) && value.length && value.every((each) => isChoice(one, each))) return <Value value={value} kind="state" />;
  if (value === "true" || value === "false") return <Value value={value === "true"} />;
  return <Value value={value} kind={many.length && many.every((one) => isChoice(name, one) && !one.includes("/")) ? "state" : undefined} />;
}

/** By what they are about: one line for each. */
function Permissions({ all }: { all: string[] }) {
  const say = useTranslate();
  return <>{[...byArea(all, (one) => say(`state.${one.replaceAll(".", "_")}`))].map(([area, verbs]) => <Box key={area}><Box component="span" sx={{ fontWeight: 600 }}>{area}</Box>{say("form.colon")}{verbs.join(", ")}</Box>)}</>;
}

/** `each`: what every figure in it is. */
export function Deep({ value, kinds, currency, verbatim, each }: { value: any; kinds?: Map<string, Kind | undefined>; currency?: string; verbatim?: boolean; each?: Kind }) {
  const page = useResourceContext();
  const named = useFieldName();
  const say = useTranslate();
  const [locale] = useLocaleState();
  if (isPlain(value)) return <Value value={value} />;
  if (isActor(value)) return <Who actor={value} />;
  if (Array.isArray(value)) return <Many rows={value} currency={currency} />;
  const own = currencyOf(value, currency ?? "") || undefined;
  const [parts, told] = [Object.entries(value), value[locale === "zh" ? "zh" : "en"]];
  // Texts in languages: the reader's own first.
  if (told !== undefined && parts.every(([name]) => isLanguage(name))) parts.sort(([one], [other]) => Number(value[other] === told) - Number(value[one] === told));
  return (
    // On a telephone there is no table: what is deeper stands below its name, not beside it, or the third level would leave the screen.
    // At a desk names of what is deeper take less room, or the fourth level would have none for what is told.
    <Table size="small" sx={{ display: { xs: "block", sm: "table" }, "& table th": { width: { sm: 120 } } }}><TableBody sx={{ display: { xs: "block", sm: "table-row-group" } }}>
      {parts.filter(([name, one]) => !HIDDEN.has(name) && !isTwice(value, name) && !(typeof one === "string" && OWN_PLACE.test(one) && name.endsWith("_url")) && shown(one)).map(([name, one]) => {
        const plain = isPlain(one);
        const cell = { display: { xs: "block", sm: "table-cell" }, px: { xs: 1, sm: 2 } };
        return (
          <TableRow key={name} sx={{ display: { xs: plain ? "flex" : "block", sm: "table-row" } }}>
            <TableCell component="th" scope="row" data-verbatim={verbatim || undefined} sx={{ ...cell, verticalAlign: "top", flex: "0 0 112px", width: { sm: 200 }, color: "text.secondary" }}>{verbatim ? <code>{name}</code> : isLanguage(name) ? languageName(name, locale) : name ? named(name) : say("goods.no_bin")}</TableCell>
            <TableCell sx={{ ...cell, flex: 1, minWidth: 0 }}>{isNextAction(name, one) ? <NextAction action={one as any} /> : plain ? <Plain name={name} value={moneyIn(value, name, one, own) ? { amount: one, currency: own } : one} kind={each ?? kinds?.get(name)} currency={own} called={name === "order_id" ? value.order_number : undefined} /> : <Deep value={one} currency={own} verbatim={VARIABLES.test(name)} each={eachOf(page, name, one)} />}</TableCell>
          </TableRow>
        );
      })}
    </TableBody></Table>
  );
}

/** `shares: {control: 5000, …}`: figures of one unit, each under a name of somebody's own. */
const eachOf = (page: string | undefined, name: string, value: any): Kind | undefined => (Array.isArray(value) || !Object.values(value).every((one) => typeof one === "number") ? undefined : (unitAt(page, name, Object.values(value)[0]) ?? undefined));

/** Where a file or a page is; of nothing else, as other texts may be anybody's. */
const isAddress = (name: string, value: any): value is string => /(^|_)url$/.test(name) && typeof value === "string" && /^https?:\/\//.test(value);

function Address({ at }: { at: string }) {
  const found = place(at);
  if (!found) return <>{at}</>;
  const last = found.path.split("/").at(-1)!;
  return <Link href={at} target="_blank" rel="noopener noreferrer" sx={{ overflowWrap: "anywhere" }}>{last.includes(".") ? last : found.host + found.path}</Link>;
}

function Many({ rows, currency }: { rows: any[]; currency?: string }) {
  const named = useFieldName();
  // What somebody wrote stands below its name on a telephone: in a table it would have the room of two signs.
  const narrow = useMediaQuery("(max-width:599.95px)");
  const names = [...new Set(rows.flatMap((row) => Object.keys(row ?? {})))].filter((name) => !HIDDEN.has(name) && rows.some((row) => shown(row?.[name]) && !isTwice(row, name)));
  if (names.length > WIDE || (narrow && rows.some((row) => names.some((name) => isProse(row?.[name])))) || rows.some((row) => names.some((name) => !isPlain(row?.[name]))))
    return <>{rows.map((row, index) => <Box key={index} sx={{ mb: 1, border: 1, borderColor: "divider", borderRadius: 1, overflowX: "auto" }}><Deep value={row} currency={currency} /></Box>)}</>;
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={names.map(named).join(", ")}>
      <Table size="small">
        <TableHead><TableRow>{names.map((name) => <TableCell key={name}>{named(name)}</TableCell>)}</TableRow></TableHead>
        <TableBody>{rows.map((row, index) => <TableRow key={index}>{names.map((name) => <TableCell key={name} sx={{ minWidth: isProse(row?.[name]) || (typeof row?.[name] === "string" && row[name].length > LONG) ? 200 : undefined }}><Plain name={name} value={moneyIn(row, name, row?.[name], currency) ? { amount: row[name], currency } : row?.[name]} list={rows.length > FEW} currency={currencyOf(row, currency ?? "") || undefined} /></TableCell>)}</TableRow>)}</TableBody>
      </Table>
    </Box>
  );
}
