// A product: its texts in two languages side by side, its state, its variants with prices and stock. For who may only read, the same without buttons.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Grid from "@mui/material/Grid";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMemo, useState } from "react";
import { ListButton, TopToolbar, usePermissions, useRefresh, useShowContext, useTranslate } from "react-admin";
import { operation, relatedOf } from "../api/catalogue.ts";
import { call } from "../api/client.ts";
import { changed } from "../api/dataProvider.ts";
import { refusedAt } from "../api/problem.ts";
import { wrongAt } from "../lib/schema.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { Related } from "../forms/Related.tsx";
import { Names } from "../parts/Names.tsx";
import { History } from "../parts/History.tsx";
import { ShowPage } from "../parts/ShowPage.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Endings } from "../parts/products/Endings.tsx";
import { Pictures } from "../parts/products/Pictures.tsx";
import { ReadTexts } from "../parts/products/ReadTexts.tsx";
import { VariantGrid } from "../parts/products/VariantGrid.tsx";
import { StepButton } from "../parts/StepButton.tsx";
import { useTry } from "../parts/useCommand.tsx";
import { draftFor, useDraft } from "../parts/useDraft.ts";
import { useLeaveGuard } from "../parts/useLeaveGuard.ts";
import { useVersionedSave } from "../parts/useVersionedSave.tsx";
import { useText, Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";

const TEXTS = ["title", "brief", "description"] as const;
type Draft = { title: Record<string, string>; brief: Record<string, string>; description: Record<string, string>; slug: string };
const draftOf = (product: any): Draft => ({ title: product.title, brief: product.brief, description: product.description, slug: product.slug });

/** An emptied text is a text that is not there. */
const tidy = (map: Record<string, string>) => Object.fromEntries(Object.entries(map).filter(([, text]) => text !== ""));

function Product() {
  const { record: product, error } = useShowContext<any>();
  return <>{error ? <Failed error={error} /> : null}{product ? <Form key={product.id} product={product} /> : error ? null : <Waiting />}</>;
}

function Form({ product }: { product: any }) {
  const { permissions } = usePermissions<Set<string>>();
  const say = useTranslate();
  const text = useText();
  const refresh = useRefresh();
  // Only what was typed: what is saved beside it (a price, a picture) may bring a newer version without a text being lost.
  const path = `/v1/admin/products/${product.id}`;
  const [edits, setEdits] = useState<{ from: any; draft: Draft } | null>(() => (draftFor(path) as { from: any; draft: Draft } | undefined) ?? null);
  const { busy, refusal, problem, attempt } = useTry();
  const change = operation("PATCH", "/v1/admin/products/{id}");
  const more = operation("POST", "/v1/admin/products/{id}/variants");
  const { guarded, dialogue } = useVersionedSave(() => call(path), { onReload: () => again() });
  const may = Boolean(permissions?.has("catalog.write"));
  const from = edits?.from ?? product;
  const draft = edits?.draft ?? draftOf(product);
  const setDraft = (next: Draft) => setEdits({ from, draft: next });
  const sent = { ...draft, title: tidy(draft.title), brief: tidy(draft.brief), description: tidy(draft.description) };
  const body = changed(draftOf(from), sent);
  // Where nobody else changed these texts meanwhile, what was typed stands on the newest version.
  const base = Object.keys(changed(draftOf(from), draftOf(product))).length ? from : product;
  const dirty = Object.keys(body).length > 0;
  const letGo = useLeaveGuard(dirty);
  const sentOff = useDraft(path, dirty ? { from: { id: from.id, version: from.version, ...draftOf(from) }, draft } : null);
  const problems = refusedAt(refusal);

  const names = useMemo(() => new Map<string, string>(product.variants.map((one: any) => [one.id, [one.sku, ...Object.values(one.options ?? {})].filter(Boolean).join(" · ")])), [product]);

  const again = () => { sentOff(); setEdits(null); refresh(); };
  const save = () => attempt(() => guarded(base, Object.keys(body), async (version) => void (await call(path, { method: "PATCH", body, ifMatch: version }))), again);
  const wrong = (name: string, language: string) => wrongAt(problems, `/${name}/${language}`) ?? wrongAt(problems, `/${name}`, [`/${name}/zh`, `/${name}/en`]);
  const field = (name: (typeof TEXTS)[number], language: string) => (
    <TextField key={name} label={`${say(`field.${name}`)} · ${say(`goods.${language}`)}`} value={draft[name][language] ?? ""} multiline={name !== "title"} minRows={name === "description" ? 4 : 1} disabled={!may}
      error={Boolean(wrong(name, language))} helperText={wrong(name, language)}
      onChange={(event) => setDraft({ ...draft, [name]: { ...draft[name], [language]: event.target.value } })} />
  );
  return (
    <>
      <PageTitle text={text(product.title)} />
      <TopToolbar sx={{ gap: 1, flexWrap: "wrap" }}>
        <StepButton resource="products" row={product} step={{ verb: "publish", may: "catalog.publish", ifMatch: true }} />
        <StepButton resource="products" row={product} step={{ verb: "unpublish", may: "catalog.publish", ifMatch: true }} />
        <Endings product={product} onGone={letGo} />
        {change ? <CommandButton step={change} address={path} row={product} name={say("say.more")} /> : null}
        {more ? <CommandButton step={more} address={`${path}/variants`} name={say("do.add_variant")} /> : null}
        <History id={String(product.id)} /><ListButton />
      </TopToolbar>
      <Stack direction="row" spacing={1} sx={{ mb: 2, alignItems: "center" }}>
        <Value value={product.status} kind="state" />
        <Typography variant="body2">{say(product.status === "published" ? "goods.published_hint" : product.status === "archived" ? "goods.archived_hint" : "goods.draft_hint")}</Typography>
      </Stack>
      <Card sx={{ mb: 2 }}><CardContent>
        <form noValidate onSubmit={(event) => { event.preventDefault(); if (may && dirty && !busy) void save(); }}>
          <Typography variant="h6" component="h2" gutterBottom>{say("goods.texts")}</Typography>
          {may ? (
            <Grid container spacing={2}>
              {["zh", "en"].map((language) => <Grid key={language} size={{ xs: 12, md: 6 }}><Stack spacing={2}>{TEXTS.map((name) => field(name, language))}</Stack></Grid>)}
              <Grid size={{ xs: 12, md: 6 }}>
                <TextField label={say("field.slug")} value={draft.slug} disabled={!may} error={Boolean(wrongAt(problems, "/slug"))} helperText={wrongAt(problems, "/slug")} onChange={(event) => setDraft({ ...draft, slug: event.target.value })} />
              </Grid>
            </Grid>
          ) : <ReadTexts product={product} names={TEXTS} />}
          {problem ? <Alert severity="error" role="alert" sx={{ mt: 2, whiteSpace: "pre-line" }}>{problem}</Alert> : null}
          {may ? <Button type="submit" variant="contained" sx={{ mt: 2 }} disabled={!dirty || busy}>{say("do.save")}</Button> : null}
        </form>
      </CardContent></Card>
      <Pictures product={product} />
      <VariantGrid product={product} />
      <Names.Provider value={names}>
        {relatedOf("/v1/admin/products").filter((list) => !list.path.endsWith("/variants")).map((list) => <Related key={list.path} list={list} id={product.id} of={{ resource: "products", row: product }} />)}
      </Names.Provider>
      {dialogue}
    </>
  );
}

export default function ProductEdit() {
  return <ShowPage><Product /></ShowPage>;
}
