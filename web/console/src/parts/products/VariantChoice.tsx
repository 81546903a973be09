// A variant is chosen by words, SKU or barcode: products are searched as one types, the variants of the one that is chosen are offered.
import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { useText } from "../Value.tsx";

export type Chosen = { id: string; name: string };
type Option = Chosen & { product?: string };
const WAIT_MS = 300;

export function VariantChoice({ label, onChoose }: { label: string; onChoose: (one: Chosen) => void }) {
  const say = useTranslate();
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [product, setProduct] = useState<Option | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({ queryKey: ["products", "search", asked], queryFn: () => call("/v1/admin/products/search", { query: { q: asked, status: "published", limit: 10 } }), enabled: asked !== "" && product === null });
  const variants = useQuery({ queryKey: ["products", "variants of", product?.id], queryFn: () => call(`/v1/admin/products/${product!.id}/variants`, { query: { limit: 100 } }), enabled: product !== null });
  if (!permissions?.has("catalog.read")) return null;
  const options: Option[] = product
    ? (variants.data?.data ?? []).map((one: any) => ({ id: one.id, product: product.id, name: [product.name, one.sku, ...Object.values(one.options)].join(" · ") }))
    : (found.data?.data ?? []).map((one: any) => ({ id: one.id, name: text(one.title) }));
  return (
    <Autocomplete<Option> options={options} value={null} inputValue={typed} filterOptions={(all) => all} getOptionLabel={(one) => one.name} getOptionKey={(one) => one.id} noOptionsText={say("say.empty")} blurOnSelect={false} disableCloseOnSelect
      loading={found.isFetching || variants.isFetching} loadingText={say("say.loading")}
      onInputChange={(_, value, why) => { if (why === "input") { setProduct(null); setTyped(value); } }}
      onChange={(_, one) => {
        if (!one) return;
        if (!one.product) return setProduct(one);
        onChoose(one);
        setProduct(null);
        setTyped("");
        setAsked("");
      }}
      renderInput={(params) => <TextField {...params} label={label} helperText={product ? say("order.which_variant") : undefined} />} />
  );
}
