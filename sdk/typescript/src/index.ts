/** A typed client of the shop: every operation of its contract, by path and method. */
import createClient, { type Client, type ClientOptions } from "openapi-fetch";

import type { paths } from "./contract.d.ts";

export type { components, operations, paths } from "./contract.d.ts";

export type Shop = Client<paths>;

/** Who calls: an API key, or the access token of somebody who signed in. A guest has neither. */
export interface Who {
  apiKey?: string;
  accessToken?: string;
}

export function shop(baseUrl: string, who: Who = {}, options: Omit<ClientOptions, "baseUrl"> = {}): Shop {
  const headers = {
    ...(who.apiKey === undefined ? {} : { "X-Api-Key": who.apiKey }),
    ...(who.accessToken === undefined ? {} : { Authorization: `Bearer ${who.accessToken}` }),
  };
  return createClient<paths>({ ...options, baseUrl, headers: { ...headers, ...options.headers } });
}
