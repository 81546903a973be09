// What ends a product, and what begins another as its copy. What can be deleted only the shop knows: where it says no, it says what to do instead.
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { usePermissions, useRedirect, useRefresh, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { Refusal } from "../../api/problem.ts";
import { fits } from "../../lib/fits.ts";
import { Dialogue } from "../Dialogue.tsx";
import { useTry } from "../useCommand.tsx";
import { draftFor, useDraft } from "../useDraft.ts";
import { useThere } from "../useThere.ts";

type Ending = "duplicate" | "archive" | "restore" | "remove";
const NEEDS: Record<Ending, string> = { duplicate: "catalog.write", archive: "catalog.publish", restore: "catalog.publish", remove: "catalog.write" };
const KEPT = ["product_ordered", "product_in_stock", "product_too_large"];
const LONGEST = 480;

/** Titles of a copy, each marked in its own language. */
const copied = (title: Record<string, string>) => Object.fromEntries(Object.entries(title).map(([language, text]) => [language, `${[...text].slice(0, LONGEST).join("")}${language.startsWith("zh") ? "（副本）" : " (copy)"}`]));

export function Endings({ product, onGone }: { product: any; onGone: () => void }) {
  const say = useTranslate();
  const refresh = useRefresh();
  const redirect = useRedirect();
  const { permissions } = usePermissions<Set<string>>();
  const there = useThere();
  const form = `/v1/admin/products/${product.id}/duplicate`;
  const [kept] = useState(() => draftFor(form) as Record<string, string> | undefined);
  const [asked, setAsked] = useState<Ending | null>(kept ? "duplicate" : null);
  const [title, setTitle] = useState<Record<string, string>>(kept ?? {});
  const touched = asked === "duplicate" && JSON.stringify(title) !== JSON.stringify(copied(product.title));
  const sent = useDraft(form, touched ? title : null);
  const { busy, problem, setRefusal, attempt } = useTry();
  const [instead, setInstead] = useState(false);
  const path = `/v1/admin/products/${product.id}`;
  const archived = product.status === "archived";
  const offered = (["duplicate", "archive", "restore", "remove"] as Ending[]).filter((one) => permissions?.has(NEEDS[one]) && fits("products", one, product));
  const ask = (one: Ending) => { setAsked(one); setRefusal(null); setInstead(false); setTitle(copied(product.title)); };
  const send = (how: Ending) => call<any>(how === "remove" ? path : `${path}/${how}`, { method: how === "remove" ? "DELETE" : "POST", body: how === "duplicate" ? { title } : how === "remove" ? undefined : {}, ifMatch: how === "duplicate" ? undefined : product.version });
  const go = (how: Ending) =>
    attempt(() => send(how), (answer) => {
      sent();
      if (!there.current) return;
      setAsked(null);
      if (how === "duplicate") redirect("show", "products", answer.id);
      else if (how === "remove") { onGone(); redirect("list", "products"); }
      else refresh();
    }, (error) => {
      setInstead(how === "remove" && !archived && error instanceof Refusal && KEPT.includes(String(error.problem.code)) && Boolean(permissions?.has(NEEDS.archive)));
      setRefusal(error);
    });
  return (
    <>
      {offered.map((one) => <Button key={one} size="small" variant="outlined" color={one === "remove" ? "error" : "primary"} onClick={() => ask(one)}>{say(`do.${one}`)}</Button>)}
      <Dialogue title={asked ? say(`do.${asked}`) : ""} go={instead ? say("goods.archive_instead") : asked ? say(`do.${asked}`) : ""} open={asked !== null} busy={busy} problem={problem} dangerous={asked === "remove" && !instead}
        typed={touched} ready={asked !== "duplicate" || Object.values(title).some((text) => text.trim())} onClose={() => { sent(); setAsked(null); }} onGo={() => void go(instead ? "archive" : asked!)}>
        {asked ? <Typography variant="body2">{say(`goods.${asked}_hint`)}</Typography> : null}
        {asked === "duplicate" ? Object.keys(product.title).map((language) => <TextField key={language} label={`${say("field.title")} · ${say(`goods.${language}`, { _: language })}`} value={title[language] ?? ""} onChange={(event) => setTitle({ ...title, [language]: event.target.value })} />) : null}
      </Dialogue>
    </>
  );
}
