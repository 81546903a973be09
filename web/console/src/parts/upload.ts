// A file to the shop's bucket: the shop says where to and with which signed fields, the browser brings it, the shop is told.
import { call, spoken } from "../api/client.ts";
import { Refusal, told } from "../api/problem.ts";

type Offer = { id: string; upload: { url: string; fields: Record<string, string> } };

/** `ending`: the operation that says the file is there (`start`, `complete`). Raises Refusal. `said` hears how much is there, in per cent. */
export async function upload(path: string, body: unknown, file: File, ending: string, said: (percent: number) => void): Promise<any> {
  // The bucket takes none, and would not say why.
  if (!file.size) throw new Refusal(0, { title: "empty_file", code: "empty_file" });
  const offer = await call<Offer>(path, { method: "POST", body });
  const form = new FormData();
  for (const [name, value] of Object.entries(offer.upload.fields)) form.append(name, value);
  form.append("file", file);
  await new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", offer.upload.url);
    request.upload.onprogress = (event) => event.lengthComputable && said(Math.round((100 * event.loaded) / event.total));
    request.onload = () => (request.status < 300 ? resolve() : reject(new Refusal(request.status, told(request.status, null, spoken()))));
    request.onerror = () => reject(new Refusal(0, { title: "offline", code: "offline" }));
    request.send(form);
  });
  return call(`${path}/${encodeURIComponent(offer.id)}/${ending}`, { method: "POST", body: {} });
}
