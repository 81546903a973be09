// Stock by variant: one that is typed or scanned, what lies in a warehouse, and, for who reads the catalogue, products by their state, what is low first.
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { Link as RouterLink, useSearchParams } from "react-router-dom";
import { call } from "../api/client.ts";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Lying } from "../parts/products/Lying.tsx";
import { Stock } from "../parts/products/Stock.tsx";
import { useText, Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { STOCK_STATES } from "../resources.ts";
import NoRight from "./NoRight.tsx";

const SEARCH = "/v1/admin/products/search";
const MOST = 100;

export default function StockPage() {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const [asked, ask] = useSearchParams();
  const [typed, setTyped] = useState(asked.get("variant") ?? "");
  if (!permissions) return null;
  if (!permissions.has("stock.read")) return <NoRight />;
  const state = asked.get("state") ?? STOCK_STATES[0];
  const variant = asked.get("variant") ?? "";
  const choose = (name: string, value: string) => ask((before) => { before.set(name, value); return before; });
  const show = (sku: string) => {
    setTyped(sku);
    choose("variant", sku);
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageTitle text={say("page.stock")} />
      <Card sx={{ mt: 2 }}><CardContent>
        <form onSubmit={(event) => { event.preventDefault(); choose("variant", typed.trim()); }}>
          <TextField size="small" sx={{ width: { xs: "100%", sm: 320 } }} label={say("goods.find_stock")} helperText={say("goods.find_stock_hint")} value={typed} onChange={(event) => setTyped(event.target.value)} slotProps={{ htmlInput: { "data-search": true, maxLength: 64, enterKeyHint: "search" } }} />
        </form>
        {variant ? <One key={variant} reference={variant} /> : null}
      </CardContent></Card>
      <Card sx={{ mt: 2 }}><CardContent>
        <Lying warehouse={asked.get("warehouse") ?? ""} onWarehouse={(id) => choose("warehouse", id)} onVariant={show} />
      </CardContent></Card>
      {permissions.has("catalog.read") ? (
        <Card sx={{ mt: 2 }}><CardContent>
          <TextField select size="small" sx={{ width: 220, mb: 1 }} label={say("field.stock_state")} value={state} onChange={(event) => choose("state", event.target.value)}>
            {STOCK_STATES.map((one) => <MenuItem key={one} value={one}>{say(`state.${one}`)}</MenuItem>)}
          </TextField>
          <Products state={state} />
        </CardContent></Card>
      ) : null}
    </>
  );
}

function One({ reference }: { reference: string }) {
  const { data, error } = useQuery({ queryKey: ["stock", "named", reference], queryFn: () => call<any>(`/v1/admin/stock/${encodeURIComponent(reference)}`) });
  if (!data) return error ? <Failed error={error} /> : <Waiting />;
  return <Row variant={{ id: data.variant_id, sku: data.sku }} />;
}

const Row = ({ variant }: { variant: any }) => (
  <Box sx={{ borderTop: 1, borderColor: "divider", py: 1 }}><Typography variant="subtitle2" component="p">{[variant.sku, ...Object.values(variant.options ?? {})].join(" · ")}</Typography><Stock variant={variant} shelves /></Box>
);

function Products({ state }: { state: string }) {
  const say = useTranslate();
  const { data, error, isPending, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["stock", "products", state],
    queryFn: ({ pageParam }) => call<any>(SEARCH, { query: { stock_state: state, limit: 25, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: any) => page.next_cursor as string | null,
  });
  if (error) return <Failed error={error} />;
  if (isPending) return <Waiting />;
  const rows = data.pages.flatMap((page: any) => page.data);
  return (
    <>
      {rows.map((product: any) => <Product key={product.id} product={product} />)}
      {rows.length || hasNextPage ? null : <Typography variant="body2" data-empty>{say("goods.no_low")}</Typography>}
      {hasNextPage ? <Button sx={{ mt: 1 }} onClick={() => void fetchNextPage()}>{say("form.further")}</Button> : null}
    </>
  );
}

function Product({ product }: { product: any }) {
  const say = useTranslate();
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <Box sx={{ borderTop: 1, borderColor: "divider", py: 1 }} data-product={product.id}>
      <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap" }}>
        <Link component={RouterLink} to={`/products/${product.id}/show`} sx={{ overflowWrap: "anywhere" }}>{text(product.title) || product.slug}</Link>
        <Value value={product.stock_state} kind="state" /><Value value={product.status} kind="state" />
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>{say("goods.show_variants")} ({product.variant_count})</Button>
      </Stack>
      {open ? <Variants product={product} /> : null}
    </Box>
  );
}

/** Each with what there is of it and where; read when it is opened. */
function Variants({ product }: { product: any }) {
  const { data, error } = useQuery({ queryKey: ["stock", "variants", product.id], queryFn: () => call<any>(`/v1/admin/products/${product.id}/variants`, { query: { limit: MOST } }) });
  if (!data) return error ? <Failed error={error} /> : <Waiting />;
  return <Box sx={{ pl: { sm: 2 } }}>{data.data.map((variant: any) => <Row key={variant.id} variant={variant} />)}</Box>;
}
