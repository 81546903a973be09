// One change to many products: each is sent by itself under its own version, and each says what became of it.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useEffect, useRef, useState } from "react";
import { useListContext, usePermissions, useRefresh, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { isUnanswered } from "../../api/problem.ts";
import { digits } from "../../lib/digits.ts";
import { percentOf, typed as asTyped } from "../../lib/money.ts";
import { MOST_AT_ONCE, read, rowOf } from "../../lib/variants.ts";
import { Dialogue } from "../Dialogue.tsx";
import { useLeaveGuard } from "../useLeaveGuard.ts";
import { useProblem } from "../useCommand.tsx";
import { draftFor, useDraft } from "../useDraft.ts";
import { useText } from "../Value.tsx";

type How = "publish" | "unpublish" | "tag" | "price";
type Outcome = { row: any; title: string; problem: string };
/** What is under way with one product: the write that nobody answered goes again as it was (its key makes it the same one), and no variant is priced twice. */
type Work = { unanswered: { body: Record<string, any>; path: string; method: string; ifMatch: number; key?: string } | null; priced: string[] };
/** What waits for who began it: those that are not done, and how far each of them is. */
type Kept = { how: How; typed: string; left: string[]; works: Record<string, Work> };
const FORM = "/v1/admin/products many";
const NEEDS: Record<How, string> = { publish: "catalog.publish", unpublish: "catalog.publish", tag: "catalog.write", price: "catalog.write" };
/** Not below nothing. */
const PERCENT = /^(\+\d{1,3}([.,]\d{1,2})?|-(\d{1,2}([.,]\d{1,2})?|100))$/;

async function variantsOf(path: string): Promise<any[]> {
  const found: any[] = [];
  for (let cursor: string | null = null, page; ; cursor = page.next_cursor) {
    page = await call(`${path}/variants`, { query: { limit: 100, cursor } });
    found.push(...page.data);
    if (!page.next_cursor) return found;
  }
}

export function Bulk() {
  const say = useTranslate();
  const tell = useProblem();
  const text = useText();
  const refresh = useRefresh();
  const { permissions } = usePermissions<Set<string>>();
  const { data, selectedIds, onSelect, onUnselectItems } = useListContext();
  const [kept] = useState(() => draftFor(FORM) as Kept | undefined);
  const [how, setHow] = useState<How | null>(kept?.how ?? null);
  const [typed, setTyped] = useState(kept?.typed ?? "");
  const [at, setAt] = useState(-1);
  const [count, setCount] = useState(0);
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const works = useRef<Record<string, Work>>(kept?.works ?? {});
  const done = useRef(new Set<string>());
  // Who leaves in the middle would not hear what became of the rest.
  useLeaveGuard(at >= 0);
  const rows = (data ?? []).filter((row: any) => selectedIds.includes(row.id));
  const left = rows.map((row: any) => row.id as string).filter((id) => !done.current.has(id));
  const sent = useDraft(FORM, how && left.length && (at >= 0 || outcomes.length || typed !== "") ? ({ how, typed, left, works: works.current } satisfies Kept) : null);
  useEffect(() => {
    if (kept) onSelect(kept.left);
  }, [kept]);
  if (!rows.length && !how) return null;
  const fits = how === "tag" ? typed.trim() !== "" : how !== "price" || PERCENT.test(typed.trim());
  const send = async (work: Work, write: NonNullable<Work["unanswered"]>) => {
    // Kept with what waits: when the page is read anew it is the same write still.
    work.unanswered = { key: crypto.randomUUID(), ...write };
    const { path, ...asked } = work.unanswered;
    try {
      const answer = await call<any>(path, asked);
      for (const { sku } of write.body.variants ?? []) work.priced.push(sku);
      work.unanswered = null;
      return answer;
    } catch (error) {
      if (!isUnanswered(error)) work.unanswered = null;
      throw error;
    }
  };
  const one = async (row: any, work: Work) => {
    const path = `/v1/admin/products/${row.id}`;
    if (work.unanswered) {
      await send(work, work.unanswered);
      if (how !== "price") return;
    }
    if (how === "publish" || how === "unpublish") return send(work, { path: `${path}/${how}`, method: "POST", body: {}, ifMatch: row.version });
    const product = await call(path);
    if (how === "tag") return send(work, { path, method: "PATCH", body: { tags: [...new Set([...(product.tags ?? []), typed.trim()])] }, ifMatch: product.version });
    // The product itself brings the first hundred; as many are sent at once as the shop takes, each time under the version before.
    const left = (await variantsOf(path)).filter((one) => !work.priced.includes(one.sku));
    const bodies = left.map((one) => read({ ...rowOf(one), price: asTyped({ ...one.price, amount: percentOf(one.price.amount, typed) }) }, one)!);
    let version = product.version;
    for (let start = 0; start < bodies.length; start += MOST_AT_ONCE)
      version = (await send(work, { path, method: "PATCH", body: { variants: bodies.slice(start, start + MOST_AT_ONCE) }, ifMatch: version })).version;
  };
  const go = async (chosen: any[]) => {
    const found = new Map<string, Outcome>();
    setCount(chosen.length);
    for (const [index, row] of chosen.entries()) {
      setAt(index);
      const work = (works.current[row.id] ??= { unanswered: null, priced: [] });
      const problem = await one(row, work).then(() => "", (error: unknown) => tell(error));
      if (!problem) done.current.add(row.id);
      found.set(row.id, { row, title: text(row.title), problem });
    }
    setAt(-1);
    setOutcomes((before) => (before.length ? before.map((one) => found.get(one.row.id) ?? one) : [...found.values()]));
    refresh();
  };
  const close = () => { sent(); setHow(null); setTyped(""); if (outcomes.length) onUnselectItems(); setOutcomes([]); works.current = {}; done.current.clear(); };
  const failed = outcomes.filter((outcome) => outcome.problem);
  const ended = outcomes.length > 0;
  return (
    <>
      <Paper variant="outlined" sx={{ p: 1, m: 1 }}>
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", alignItems: "center" }}>
          <Typography variant="body2">{say("bulk.chosen", { count: rows.length })}</Typography>
          {(Object.keys(NEEDS) as How[]).filter((name) => permissions?.has(NEEDS[name])).map((name) => <Button key={name} size="small" variant="outlined" onClick={() => setHow(name)}>{say(`bulk.${name}`)}</Button>)}
        </Stack>
      </Paper>
      <Dialogue title={how ? `${say(`bulk.${how}`)} (${outcomes.length || rows.length})` : ""} go={ended ? say("ra.action.close") : how ? say(`bulk.${how}`) : ""} open={how !== null} busy={at >= 0} problem="" ready={ended || (fits && rows.length > 0)} typed={typed !== "" && !ended} onClose={close} onGo={ended ? close : () => void go(rows)}>
        {how === "tag" ? <TextField autoFocus disabled={ended} label={say("field.tag")} value={typed} onChange={(event) => setTyped(event.target.value)} slotProps={{ htmlInput: { maxLength: 60 } }} /> : null}
        {how === "price" ? <TextField autoFocus disabled={ended} label={say("bulk.percent")} value={typed} placeholder="-10" error={typed !== "" && !fits} helperText={ended ? undefined : say("bulk.percent_hint")} onChange={(event) => setTyped(digits(event.target.value))} /> : null}
        {at >= 0 ? <LinearProgress variant="determinate" value={(100 * at) / count} aria-label={say("say.loading")} /> : null}
        {ended ? <Alert role="status" severity={failed.length ? "warning" : "success"} action={failed.length ? <Button color="inherit" size="small" disabled={at >= 0} data-once onClick={() => void go(failed.map((one) => one.row))}>{say("say.retry")}</Button> : undefined}>{say("bulk.outcome", { done: outcomes.length - failed.length, failed: failed.length })}</Alert> : null}
        {outcomes.map((outcome) => <Typography key={outcome.row.id} variant="body2" data-outcome={outcome.problem ? "failed" : "done"} sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>{outcome.problem ? "✗" : "✓"} {outcome.title}{outcome.problem ? `: ${outcome.problem}` : ""}</Typography>)}
      </Dialogue>
    </>
  );
}
