import { gathered } from "../lib/gathered.ts";
import { call } from "./client.ts";

type Titled = { id: string; title?: Record<string, string>; sku?: string | null; product_id?: string | null };
const MOST = 50;

const asked = gathered<Titled>(async (ids) => (await call<{ data: Titled[] }>("/v1/admin/products/titles", { query: { ids: ids.join(",") } })).data, MOST);

/** What a product is called, or a variant by its SKU; without a title where it is gone, or another merchant's. */
export const titled = async (id: string): Promise<Titled> => (await asked(id)) ?? { id };
