// All variants of a product as a grid: prices, codes and weights are typed where they stand, combinations of options that are missing are added,
// and everything that was changed is sent in one call: all of it, or none.
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import FormHelperText from "@mui/material/FormHelperText";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { Fragment, useState } from "react";
import { usePermissions, useRefresh, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { refusedAt } from "../../api/problem.ts";
import { digits } from "../../lib/digits.ts";
import { wrongAt } from "../../lib/schema.ts";
import { MOST_AT_ONCE, missing, read, rowOf, type Row } from "../../lib/variants.ts";
import { MoneyText } from "../MoneyText.tsx";
import { useTry } from "../useCommand.tsx";
import { draftFor, useDraft } from "../useDraft.ts";
import { useLeaveGuard } from "../useLeaveGuard.ts";
import { useVersionedSave } from "../useVersionedSave.tsx";
import { useText } from "../Value.tsx";
import { Stock } from "./Stock.tsx";

const FEW = 3;
const READ = ["price", "list_price", "barcode", "weight_g"] as const;
type Typed = { edits: Record<string, Row>; added: Row[]; from: any };

export function VariantGrid({ product }: { product: any }) {
  const say = useTranslate();
  const refresh = useRefresh();
  const { permissions } = usePermissions<Set<string>>();
  const may = Boolean(permissions?.has("catalog.write"));
  const seesStock = Boolean(permissions?.has("stock.read"));
  const [further, setFurther] = useState<{ of: number; rows: any[]; next: string | null } | null>(null);
  const form = `/v1/admin/products/${product.id}/variants`;
  const [kept] = useState(() => draftFor(form) as Typed | undefined);
  const [edits, setEdits] = useState<Record<string, Row>>(kept?.edits ?? {});
  const [added, setAdded] = useState<Row[]>(kept?.added ?? []);
  const [from, setFrom] = useState<any>(kept?.from ?? null);
  const [open, setOpen] = useState<Set<string>>(() => new Set(product.variants.length <= FEW ? product.variants.map((one: any) => one.id) : []));
  const { busy, refusal, problem, setRefusal, attempt } = useTry();
  const again = () => { sent(); setEdits({}); setAdded([]); setFrom(null); refresh(); };
  const { guarded, dialogue } = useVersionedSave(() => call(`/v1/admin/products/${product.id}`), { onReload: () => again() });
  const known = further && further.of === product.version ? further : null;
  const variants: any[] = known?.rows ?? product.variants;
  const currency = product.price_from?.currency ?? product.variants[0]?.price.currency ?? "CNY";
  const changed = variants.filter((one) => edits[one.id] && JSON.stringify(edits[one.id]) !== JSON.stringify(rowOf(one)));
  const bodies = [...changed.map((one) => read(edits[one.id]!, one)), ...added.map((row) => read(row, null))];
  const dirty = bodies.length > 0;
  const fits = bodies.every((one) => one !== null) && bodies.length <= MOST_AT_ONCE;
  useLeaveGuard(dirty);
  const sent = useDraft(form, dirty ? ({ edits, added, from: from && { id: from.id, version: from.version, variants: from.variants } } satisfies Typed) : null);
  // Prices that somebody else changed since one began to type here: the old version is sent, and the shop refuses it.
  const theirs = from && JSON.stringify(from.variants) !== JSON.stringify(product.variants);
  const problems = refusedAt(refusal);
  // By the rows as they were sent: one that is changed since moves the others.
  const [order, setOrder] = useState<string[]>([]);
  const keys = [...changed.map((one) => one.id), ...added.map((row) => JSON.stringify(row.options))];
  const place = (key: string, name: string) => (order.includes(key) ? wrongAt(problems, `/variants/${order.indexOf(key)}/${name}`) : undefined);
  /** Of what has no field of its own here. */
  const rest = (key: string) => (order.includes(key) ? wrongAt(problems, `/variants/${order.indexOf(key)}`, ["sku", "price", "list_price", "barcode", "weight_g"].map((name) => `/variants/${order.indexOf(key)}/${name}`)) : undefined);

  const edit = (one: any, field: keyof Row, text: string) => {
    if (!from) setFrom(product);
    setEdits((now) => ({ ...now, [one.id]: { ...(now[one.id] ?? rowOf(one)), [field]: text } }));
  };
  const more = async () => {
    // The product itself brings the first ones without a cursor: the first page is read once more.
    let { rows, next } = known ?? { rows: [] as any[], next: null };
    do {
      const page = await call(`/v1/admin/products/${product.id}/variants`, { query: { limit: 100, cursor: next } });
      rows = [...rows, ...page.data];
      next = page.next_cursor ?? null;
    } while (next && rows.length <= variants.length);
    setFurther({ of: product.version, rows, next });
  };
  const save = () => {
    setOrder(keys);
    const body = { variants: bodies };
    return attempt(() => guarded(theirs ? from : product, ["variants"], async (version) => void (await call(`/v1/admin/products/${product.id}`, { method: "PATCH", body, ifMatch: version }))), again);
  };
  const text = useText();
  const cell = (label: string, value: string, error: string | undefined, put: (text: string) => void, numeric = false) => (
    <TextField value={value} disabled={!may || busy} error={Boolean(error)} helperText={error} sx={{ minWidth: 110 }} slotProps={{ htmlInput: { "aria-label": label, maxLength: 100, inputMode: numeric ? "numeric" : undefined } }} onChange={(event) => put(event.target.value)} />
  );
  const cells = (row: Row, sku: string, key: string, put: (field: keyof Row, text: string) => void) => (
    <>
      <TableCell sx={{ minWidth: 150 }}><MoneyText label={say("field.price")} value={row.price} currency={row.currency} disabled={!may || busy} onChange={(text) => put("price", text)} error={place(key, "price") ?? (row.price.trim() ? undefined : say("say.required"))} /></TableCell>
      <TableCell sx={{ minWidth: 150 }}><MoneyText label={say("field.list_price")} value={row.list_price} currency={row.currency} disabled={!may || busy} onChange={(text) => put("list_price", text)} error={place(key, "list_price")} /></TableCell>
      <TableCell>{cell(`${say("field.barcode")} ${sku}`, row.barcode, place(key, "barcode"), (text) => put("barcode", text))}</TableCell>
      <TableCell>{cell(`${say("field.weight_g")} ${sku}`, row.weight_g, place(key, "weight_g") ?? (/^\d{1,8}$/.test(row.weight_g) ? undefined : say("say.whole_number")), (text) => put("weight_g", digits(text)), true)}</TableCell>
    </>
  );
  const gaps = may ? missing(product.options, [...variants, ...added.map((row) => ({ options: row.options }))], product.variant_count > variants.length) : [];
  // Who only reads sees no column in which no variant says anything.
  const told = READ.filter((name) => may || variants.some((one) => Boolean(one[name])));
  const named = (options: Record<string, string>) => Object.values(options ?? {}).join(" · ");
  return (
    <Card><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("goods.variants")}</Typography>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (dirty && fits && !busy) void save(); }}>
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={say("goods.variants")}>
          <Table size="small" sx={{ "& td": { verticalAlign: "top" } }}>
            <TableHead><TableRow>{["sku", ...told].map((name) => <TableCell key={name} sx={{ whiteSpace: "nowrap" }}>{say(`field.${name}`)}</TableCell>)}</TableRow></TableHead>
            <TableBody>
              {variants.map((one) => {
                const row = edits[one.id] ?? rowOf(one);
                return (
                  <Fragment key={one.id}>
                    <TableRow data-variant={one.sku} sx={changed.includes(one) ? { bgcolor: "action.selected" } : undefined}>
                      <TableCell sx={{ minWidth: 140 }}>
                        <Typography variant="body2" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>{one.sku}</Typography>
                        <Typography variant="body2" color="text.secondary">{named(one.options)}</Typography>
                        {place(one.id, "sku") ?? rest(one.id) ? <FormHelperText error>{place(one.id, "sku") ?? rest(one.id)}</FormHelperText> : null}
                        {seesStock && !open.has(one.id) ? <Button size="small" onClick={() => setOpen(new Set([...open, one.id]))}>{say("page.stock")}</Button> : null}
                      </TableCell>
                      {!may ? told.map((name) => <TableCell key={name}>{text(one[name])}</TableCell>) : cells(row, one.sku, one.id, (field, text) => edit(one, field, text))}
                    </TableRow>
                    {seesStock && open.has(one.id) ? <TableRow><TableCell colSpan={5}><Box sx={{ position: "sticky", left: 8, maxWidth: "calc(100vw - 80px)" }}><Stock variant={one} /></Box></TableCell></TableRow> : null}
                  </Fragment>
                );
              })}
              {added.map((row, index) => {
                const put = (field: keyof Row, text: string) => setAdded(added.map((other, here) => (here === index ? { ...other, [field]: text } : other)));
                return (
                  <TableRow key={`new ${named(row.options)}`} sx={{ bgcolor: "action.selected" }}>
                    <TableCell>
                      {cell(`${say("field.sku")} ${named(row.options)}`, row.sku, place(JSON.stringify(row.options), "sku") ?? rest(JSON.stringify(row.options)) ?? (row.sku.trim() ? undefined : say("say.required")), (text) => put("sku", text))}
                      <Typography variant="body2" color="text.secondary">{named(row.options)}</Typography>
                      <Button size="small" color="error" onClick={() => setAdded(added.filter((_, here) => here !== index))}>{say("form.remove", { what: named(row.options) })}</Button>
                    </TableCell>
                    {cells(row, named(row.options), JSON.stringify(row.options), put)}
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        </Box>
        {product.variants.length ? null : <Typography>{say("say.empty")}</Typography>}
        <Stack direction="row" spacing={1} sx={{ mt: 1, flexWrap: "wrap", rowGap: 1 }}>
          {may ? <Button type="submit" variant="contained" disabled={!dirty || !fits || busy}>{say("do.price")}</Button> : null}
          {product.variant_count > variants.length ? <Button onClick={() => more().catch(setRefusal)}>{say("goods.more_variants", { count: product.variant_count - variants.length })}</Button> : null}
          {gaps.length ? <Button variant="outlined" onClick={() => { if (!from) setFrom(product); setAdded([...added, ...gaps.slice(0, MOST_AT_ONCE - bodies.length).map((options): Row => ({ sku: "", options, price: "", list_price: "", barcode: "", weight_g: "0", currency }))]); }}>{say("goods.missing", { count: gaps.length })}</Button> : null}
        </Stack>
        {bodies.length > MOST_AT_ONCE ? <Alert severity="warning" sx={{ mt: 1 }}>{say("goods.at_once", { count: MOST_AT_ONCE })}</Alert> : null}
        {problem ? <Alert severity="error" role="alert" sx={{ mt: 1, whiteSpace: "pre-line" }}>{problem}</Alert> : null}
      </form>
      {dialogue}
    </CardContent></Card>
  );
}
