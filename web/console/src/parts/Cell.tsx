// A value in a list: what only lists show beside what any value may be.
import { useLocaleState, useTranslate } from "react-admin";
import { operations } from "../api/catalogue.ts";
import { country } from "../lib/address.ts";
import type { Kind } from "../resources.ts";
import { SPECS } from "../resources.ts";
import { isActor, Who } from "./Names.tsx";
import { CodeName, isCode, isId, Ref, StaffName } from "./Refs.tsx";
import { Value } from "./Value.tsx";

const REQUEST = /^(POST|PUT|PATCH|DELETE) (\/v1\/admin\/\S+)$/;
const PRICED = /^(var_[0-9A-HJKMNP-TV-Z]{26})\|([A-Z]{3})$/;
const CODE = /^[a-z]+(_[a-z]+)+$/;
const METHODS = { POST: "create", PUT: "edit", PATCH: "edit", DELETE: "remove" } as const;

/** `called`: what the row calls what the id stands for. */
export function Cell({ value, kind, name, called }: { value: unknown; kind?: Kind; name?: string; called?: string }) {
  const [locale] = useLocaleState();
  if (name && isCode(name) && typeof value === "string") return <CodeName name={name} code={value} />;
  if (name === "country" && typeof value === "string" && /^[A-Z]{2}$/.test(value)) return <Value value={country(value, locale)} />;
  // A code of the shop's has a name; what somebody wrote is as they wrote it.
  if (name === "reason" && typeof value === "string" && CODE.test(value)) return <Value value={value} kind="state" />;
  if (isActor(value)) return <Who actor={value} />;
  // What a finding is about: the price of a variant in a currency, or a channel.
  const [, variant, currency] = (kind === "about" && typeof value === "string" && PRICED.exec(value)) || [];
  if (variant) return <><Ref id={variant} list /> {currency}</>;
  // A message in the shop itself goes to no address.
  if (name === "recipient" && value === "inbox") return <Value value={value} kind="state" />;
  if (kind === "postings") return <Postings rows={(value ?? []) as Posting[]} />;
  if (kind === "action") return <Action text={String(value ?? "")} />;
  if (isId(value)) return kind === "staff" ? <StaffName id={value} /> : <Ref id={value} list called={called || undefined} />;
  return <Value value={value} kind={kind} />;
}

type Posting = { account: string; amount: unknown };

/** `provider:stripe:acct_1`: of what kind the account is, and which one where that is no id. */
function Postings({ rows }: { rows: Posting[] }) {
  const say = useTranslate();
  return (
    <>
      {rows.map(({ account, amount }) => {
        const [kind, one] = account.split(":");
        return <div key={account}>{say(`state.${kind}`)}{one && !isId(one) ? ` ${say(`state.${one}`, { _: one })}` : ""} <Value value={amount} kind="money" /></div>;
      })}
    </>
  );
}

/** What somebody did, by the page and the button where it is done; the request itself to whoever points at it. */
function Action({ text }: { text: string }) {
  const say = useTranslate();
  const [, method, path] = REQUEST.exec(text) ?? [];
  if (!path) return <Value value={text} kind={text ? "state" : undefined} />;
  const page = SPECS.filter((spec) => path === spec.path || path.startsWith(`${spec.path}/`)).sort((one, other) => other.path.length - one.path.length)[0];
  const document = path.split("/")[3]!;
  const last = path.split("/").at(-1)!;
  const verb = method === "POST" && !last.startsWith("{") && path !== page?.path ? `do.${last}` : `do.${METHODS[method as keyof typeof METHODS]}`;
  const known = page ? say(`page.${page.name}`) : say(`document.${document.replace(/_(settings|rules)$/, "")}`);
  return <span title={operations.find((one) => `${one.method} ${one.path}` === text)?.says ?? text}>{known} · {say(verb)}</span>;
}
