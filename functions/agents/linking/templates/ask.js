const form = document.getElementById("ask");
const base = form.dataset.base, asked = JSON.parse(form.dataset.asked), said = JSON.parse(form.dataset.said);
const fields = form.elements;
let step = "password", further = null;

const tell = (text) => {
  const place = document.getElementById("problem");
  place.textContent = text;
  place.hidden = !text;
};

const post = async (path, body, token) => {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(base + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
};

const show = (next) => {
  step = next;
  document.getElementById("with-password").hidden = next !== "password";
  document.getElementById("with-code").hidden = next === "password";
  fields.send.hidden = next === "further";
  fields.code.value = "";
};

const signIn = () => {
  const login = fields.login.value.trim(), answer = fields.code.value.trim();
  if (step === "password") return post("/v1/auth/login", { login, password: fields.password.value });
  if (step === "code") return post("/v1/auth/login", { login, code: answer });
  const kind = answer.length === 6 && further.kinds.includes("app_code") ? "app_code" : "recovery_code";
  return post("/v1/auth/challenge", { session: further.session, kind, answer });
};

const refused = ({ status, body }) => {
  if (status === 403 && body.code === "challenge_required") {
    const known = (body.kinds || []).some((kind) => kind === "app_code" || kind === "recovery_code");
    if (!known) return tell(said.elsewhere);
    further = body;
    show("further");
    return tell(said.further);
  }
  return tell(status === 401 || status === 422 ? said.wrong : said.busy);
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  tell("");
  fields.allow.disabled = true;
  try {
    const come = await signIn();
    if (come.status !== 200) return refused(come);
    const token = come.body.access_token;
    const done = await post("/oauth/authorize", asked, token);
    await post("/v1/auth/logout", {}, token);
    if (done.status !== 200) return tell(said.busy);
    location.assign(done.body.redirect_to);
  } catch {
    tell(said.busy);
  } finally {
    fields.allow.disabled = false;
  }
});

fields.send.addEventListener("click", async () => {
  if (!fields.login.reportValidity()) return;
  const { status } = await post("/v1/auth/code", { login: fields.login.value.trim() }).catch(() => ({ status: 0 }));
  if (status < 200 || status > 299) return tell(said.busy);
  show("code");
});
