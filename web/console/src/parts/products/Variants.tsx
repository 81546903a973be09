import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useNotify, usePermissions, useRefresh, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { parseMoney, typed } from "../../lib/money.ts";
import { MoneyText } from "../MoneyText.tsx";
import { useProblem } from "../useCommand.tsx";
import { useVersionedSave } from "../useVersionedSave.tsx";
import { Stock } from "./Stock.tsx";

/** Each variant with its price and, for who may see it, its stock. */
export function Variants({ product }: { product: any }) {
  const say = useTranslate();
  return (
    <Card><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("goods.variants")}</Typography>
      {product.variants.map((variant: any) => <Variant key={variant.id} product={product} variant={variant} />)}
      {product.variants.length ? null : <Typography>{say("say.empty")}</Typography>}
    </CardContent></Card>
  );
}

function Variant({ product, variant }: { product: any; variant: any }) {
  const say = useTranslate();
  const tell = useProblem();
  const notify = useNotify();
  const refresh = useRefresh();
  const { permissions } = usePermissions<Set<string>>();
  const [price, setPrice] = useState(typed(variant.price));
  const [problem, setProblem] = useState("");
  const { guarded, dialogue } = useVersionedSave(`/v1/admin/products/${product.id}`, refresh);
  const amount = parseMoney(price, variant.price.currency);
  const dirty = amount !== null && amount !== variant.price.amount;
  const save = async () => {
    setProblem("");
    try {
      const body = { price: { amount, currency: variant.price.currency } };
      const path = `/v1/admin/products/${product.id}/variants/${variant.id}`;
      if (await guarded(product, ["price"], async (version) => void (await call(path, { method: "PATCH", body, ifMatch: version })))) {
        notify("say.done", { type: "success" });
        refresh();
      }
    } catch (error) {
      setProblem(tell(error));
    }
  };
  return (
    <Box sx={{ py: 2, borderTop: 1, borderColor: "divider" }}>
      <Typography component="h3" variant="subtitle1">{[variant.sku, ...Object.values(variant.options ?? {})].join(" · ")}</Typography>
      {permissions?.has("catalog.write") ? (
        <form noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) void save(); }}>
          <Stack direction={{ xs: "column", sm: "row" }} spacing={1} sx={{ my: 1, alignItems: { sm: "flex-start" } }}>
            <Box sx={{ maxWidth: 260, width: "100%" }}><MoneyText label={say("field.price")} value={price} currency={variant.price.currency} onChange={setPrice} /></Box>
            <Button type="submit" variant="outlined" disabled={!dirty}>{say("do.price")}</Button>
          </Stack>
        </form>
      ) : <Typography>{typed(variant.price)} {variant.price.currency}</Typography>}
      {problem ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{problem}</Alert> : null}
      {permissions?.has("stock.read") ? <Stock variant={variant} /> : null}
      {dialogue}
    </Box>
  );
}
