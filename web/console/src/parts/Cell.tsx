// A value in a list: what only lists show beside what any value may be.
import { useLocaleState, useTranslate } from "react-admin";
import { operations } from "../api/catalogue.ts";
import { country } from "../lib/address.ts";
import type { Kind } from "../resources.ts";
import { Logged, useDone } from "./Logged.tsx";
import { isActor, Who } from "./Names.tsx";
import { CodeName, isCode, isId, Ref, StaffName } from "./Refs.tsx";
import { Value } from "./Value.tsx";

const PRICED = /^(var_[0-9A-HJKMNP-TV-Z]{26})\|([A-Z]{3})$/;
const CODE = /^[a-z]+(_[a-z]+)+$/;

/** `called`: what the row calls what the id stands for. */
export function Cell({ value, kind, name, called, row }: { value: unknown; kind?: Kind; name?: string; called?: string; row?: any }) {
  const [locale] = useLocaleState();
  if (kind === "subject") return <Logged row={row} />;
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

/** The request itself to whoever points at it. */
function Action({ text }: { text: string }) {
  const done = useDone();
  return <span title={operations.find((one) => `${one.method} ${one.path}` === text)?.says ?? text}>{done(text)}</span>;
}
