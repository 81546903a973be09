import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Grid from "@mui/material/Grid";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { CreateBase, useRedirect, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { refusedAt } from "../api/problem.ts";
import { parseMoney } from "../lib/money.ts";
import { isCurrency, wrongAt } from "../lib/schema.ts";
import { MoneyText } from "../parts/MoneyText.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { useTry } from "../parts/useCommand.tsx";
import { draftFor, useDraft } from "../parts/useDraft.ts";
import { useLeaveGuard } from "../parts/useLeaveGuard.ts";
import { useThere } from "../parts/useThere.ts";

const FORM = "/v1/admin/products";
type Typed = { title: Record<string, string>; sku: string; price: string; currency: string };

/** A draft with one variant; the rest is done on its page. */
function Form() {
  const say = useTranslate();
  const redirect = useRedirect();
  const [kept] = useState(() => draftFor(FORM) as Typed | undefined);
  const [title, setTitle] = useState<Record<string, string>>(kept?.title ?? {});
  const [sku, setSku] = useState(kept?.sku ?? "");
  const [price, setPrice] = useState(kept?.price ?? "");
  const [currency, setCurrency] = useState(kept?.currency ?? "CNY");
  const { busy, refusal, problem, attempt } = useTry();
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const there = useThere();
  const titles = Object.fromEntries(Object.entries(title).filter(([, text]) => text.trim()));
  const amount = parseMoney(price, currency);
  const ready = Object.keys(titles).length > 0 && sku.trim() !== "" && amount !== null && isCurrency(currency);
  const dirty = made === null && (Object.keys(titles).length > 0 || sku !== "" || price !== "");
  const letGo = useLeaveGuard(dirty);
  const sent = useDraft(FORM, dirty ? ({ title, sku, price, currency } satisfies Typed) : null);
  const problems = refusedAt(refusal);
  const first = (name: string) => wrongAt(problems, `/variants/0/${name}`);
  const untitled = tried && !Object.keys(titles).length ? say("goods.title_needed") : undefined;
  const skuless = tried && !sku.trim() ? say("say.required") : undefined;
  const save = async () => {
    setTried(true);
    if (!ready || busy || made) return;
    await attempt(() => call<any>("/v1/admin/products", { method: "POST", body: { title: titles, variants: [{ sku: sku.trim(), price: { amount, currency } }] } }), (product) => {
      sent();
      setMade(product.id);
      letGo();
      if (there.current) redirect("show", "products", product.id);
    });
  };
  return (
    <Card sx={{ mt: 2 }}><CardContent>
      <PageTitle text={`${say("do.create")} · ${say("page.products")}`} />
      <form noValidate onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <Grid container spacing={2}>
          {["zh", "en"].map((language) => (
            <Grid key={language} size={{ xs: 12, md: 6 }}>
              <TextField label={`${say("field.title")} · ${say(`goods.${language}`)}`} value={title[language] ?? ""} error={Boolean(wrongAt(problems, "/title") ?? untitled)} helperText={wrongAt(problems, `/title/${language}`) ?? wrongAt(problems, "/title", ["/title/zh", "/title/en"]) ?? untitled} onChange={(event) => setTitle({ ...title, [language]: event.target.value })} />
            </Grid>
          ))}
          <Grid size={12}><Typography variant="h6" component="h2">{say("goods.first_variant")}</Typography></Grid>
          <Grid size={{ xs: 12, sm: 5 }}><TextField label={say("field.sku")} value={sku} error={Boolean(first("sku") ?? skuless)} helperText={first("sku") ?? skuless} onChange={(event) => setSku(event.target.value)} /></Grid>
          <Grid size={{ xs: 8, sm: 5 }}><MoneyText label={say("field.price")} value={price} currency={currency} onChange={setPrice} error={tried && price === "" ? say("say.required") : wrongAt(problems, "/variants/0/price", ["/variants/0/price/currency"])} /></Grid>
          <Grid size={{ xs: 4, sm: 2 }}><TextField label={say("field.currency")} value={currency} error={Boolean(first("price/currency")) || !isCurrency(currency)} helperText={first("price/currency") ?? (tried && !isCurrency(currency) ? say("say.currency_bad") : undefined)} onChange={(event) => setCurrency(event.target.value.toUpperCase().slice(0, 3))} /></Grid>
        </Grid>
        <Stack sx={{ mt: 2 }} spacing={2} alignItems="flex-start">
          {problem ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{problem}</Alert> : null}
          <Button type="submit" variant="contained" disabled={busy}>{say("do.save")}</Button>
        </Stack>
      </form>
    </CardContent></Card>
  );
}

export default function ProductCreate() {
  return <CreateBase><Form /></CreateBase>;
}
