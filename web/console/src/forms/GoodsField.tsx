// Products or variants are chosen by words, SKU or barcode where the contract asks for ids. Of a variant its product is found first. Who may read
// no catalogue types the id.
import Autocomplete from "@mui/material/Autocomplete";
import Chip from "@mui/material/Chip";
import TextField from "@mui/material/TextField";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { titled } from "../api/titles.ts";
import { isGoods, type Goods } from "../lib/goods.ts";
import { useText } from "../parts/Value.tsx";

type Option = { id: string; name: string; product?: { id: string; name: string } };
type Props = { goods: Goods; many: boolean; value: string[]; onChange: (ids: string[]) => void; label: string; required?: boolean; disabled?: boolean; error?: boolean; helperText?: string; size?: "small" };
const WAIT_MS = 300;

export const useSearchesGoods = (): boolean => usePermissions<Set<string>>().permissions?.has("catalog.read") ?? false;

/** What an id that stands in the form is called: a product by its title, a variant by its SKU. */
function Called({ goods, id }: { goods: Goods; id: string }) {
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const together = permissions?.has("catalog.read") ?? false;
  const may = together || (goods === "variant" && permissions?.has("stock.read"));
  const { data } = useQuery({ queryKey: ["name", id], queryFn: (): Promise<any> => (together ? titled(id) : call(`/v1/admin/stock/${id}`)), enabled: Boolean(may) && isGoods(goods, id), staleTime: 600_000 });
  return <span title={id}>{(goods === "product" ? text(data?.title) : data?.sku) || id}</span>;
}

export function GoodsField({ goods, many, value, onChange, label, required, disabled, error, helperText, size }: Props) {
  const say = useTranslate();
  const text = useText();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [product, setProduct] = useState<{ id: string; name: string } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({ queryKey: ["products", "search", "any", asked], queryFn: () => call<any>("/v1/admin/products/search", { query: { q: asked, limit: 10 } }), enabled: asked !== "" && product === null });
  const variants = useQuery({ queryKey: ["products", "variants of", product?.id], queryFn: () => call<any>(`/v1/admin/products/${product!.id}/variants`, { query: { limit: 100 } }), enabled: product !== null });
  const options: Option[] = product
    ? (variants.data?.data ?? []).map((one: any) => ({ id: one.id, product, name: [product.name, one.sku, ...Object.values(one.options ?? {})].join(" · ") }))
    : (found.data?.data ?? []).map((one: any) => ({ id: one.id, name: text(one.title) || one.id }));
  const put = (id: string) => {
    onChange(many ? [...value.filter((one) => one !== id), id] : [id]);
    setProduct(null);
    setTyped("");
    setAsked("");
  };
  return (
    <Autocomplete<Option | string, true, false, false> multiple disabled={disabled} size={size} options={options} value={value} inputValue={typed} filterOptions={(all) => all} isOptionEqualToValue={(one, other) => (typeof one === "string" ? one : one.id) === other}
      getOptionLabel={(one) => (typeof one === "string" ? one : one.name)} getOptionKey={(one) => (typeof one === "string" ? one : one.id)} loading={found.isFetching || variants.isFetching} loadingText={say("say.loading")} noOptionsText={say(asked ? "goods.none_found" : "goods.search_hint")}
      slotProps={{ chip: { size: "small" } }} getLimitTagsText={(more) => `+${more}`} disableCloseOnSelect={goods === "variant"}
      renderValue={(ids, props) => ids.map((id, index) => { const { key, onDelete } = props({ index }); return <Kept key={key} id={String(id)} goods={goods} onDelete={disabled ? undefined : onDelete} />; })}
      onInputChange={(_, next, why) => {
        if (why !== "input") return;
        setProduct(null);
        // An id that is pasted is one already.
        if (isGoods(goods, next.trim())) put(next.trim());
        else setTyped(next);
      }}
      onChange={(_, next) => {
        const last = next.at(-1);
        if (next.length < value.length || last === undefined) return onChange(next.map((one) => (typeof one === "string" ? one : one.id)));
        if (typeof last === "string") return;
        if (goods === "variant" && !last.product) return setProduct(last);
        put(last.id);
      }}
      renderInput={(params) => <TextField {...params} label={label} required={required && value.length === 0} error={error} helperText={product ? say("order.which_variant") : (helperText ?? say("goods.search_hint"))} fullWidth />} />
  );
}

const Kept = ({ id, goods, onDelete }: { id: string; goods: Goods; onDelete?: (event: unknown) => void }) => <Chip size="small" sx={{ m: 0.25 }} label={<Called goods={goods} id={id} />} onDelete={onDelete} />;
