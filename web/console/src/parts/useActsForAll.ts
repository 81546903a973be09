import { useQuery } from "@tanstack/react-query";
import { whoami } from "../api/whoami.ts";

/** Who acts for some merchants or warehouses only has nothing of what is of the shop as a whole. */
export function useActsForAll(): boolean {
  const { data } = useQuery({ queryKey: ["auth", "whoami"], queryFn: whoami });
  return Boolean(data && data.merchants === null && data.warehouses === null);
}
