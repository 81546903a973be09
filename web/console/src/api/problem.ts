// What the API says when it refuses (RFC 9457).
import { HttpError } from "react-admin";

export type Problem = {
  title?: string;
  detail?: string;
  status?: number;
  code?: string;
  request_id?: string;
  session?: string;
  challenge?: string;
  errors?: { pointer: string; code: string; detail: string }[];
  [more: string]: unknown;
};

type Language = "en" | "zh";
/** By status, where nobody says it in words: a function does, what stands before it (gateway, firewall, CDN, bucket) speaks English or none. */
const SAID: Record<Language, Record<number, string>> = {
  en: {
    400: "The shop could not read this request.", 401: "Sign in first.", 403: "This is not allowed.", 404: "Not found.", 408: "This took too long. Try again.", 413: "This is larger than the shop takes at once.",
    415: "The shop does not take this kind of file.", 429: "Too many requests. Try again in a moment.", 500: "Something went wrong in the shop.", 502: "The shop does not answer at the moment. Try again.", 503: "The shop does not answer at the moment. Try again.", 504: "The answer took too long. Whether it was done is not known: look before you do it again.",
  },
  zh: {
    400: "店铺无法读取此请求。", 401: "请先登录。", 403: "不允许此操作。", 404: "未找到。", 408: "用时过长，请重试。", 413: "内容超过店铺一次可接收的大小。",
    415: "店铺不接收此类文件。", 429: "请求过于频繁，请稍后再试。", 500: "店铺内部出错。", 502: "店铺暂时没有响应，请重试。", 503: "店铺暂时没有响应，请重试。", 504: "等待回答超时，不确定是否已完成：再次操作前请先查看。",
  },
};
/** What is wrong with a field, by the codes of whatever checks fields for the shop; `n`: the bound that its English names. */
const ZH_FAULTS: Record<string, string> = {
  missing: "必填", string_too_long: "最多 n 个字符", string_too_short: "至少 n 个字符", string_pattern_mismatch: "格式不正确", too_long: "最多 n 项", too_short: "至少 n 项", extra_forbidden: "不接受此字段",
  greater_than: "必须大于 n", greater_than_equal: "不能小于 n", less_than: "必须小于 n", less_than_equal: "不能大于 n", int_parsing: "应为整数", int_type: "应为整数", int_from_float: "应为整数", float_parsing: "应为数字",
  bool_parsing: "应为是或否", string_type: "应为文字", enum: "不是可选的值", literal_error: "不是可选的值", date_from_datetime_parsing: "不是有效的日期", date_parsing: "不是有效的日期", datetime_parsing: "不是有效的时间", datetime_from_date_parsing: "不是有效的时间",
};
/** Says no more than its title, or than what is told of each field. */
const SAYS_NO_MORE = new Set(["invalid_credentials"]);
const HAN = /[\u4e00-\u9fff]/;

type Fault = NonNullable<Problem["errors"]>[number];
function inChinese({ detail, ...fault }: Fault): Fault {
  const said = HAN.test(detail) ? undefined : ZH_FAULTS[fault.code];
  const [bound] = detail.match(/-?\d+(\.\d+)?/) ?? [];
  return { ...fault, detail: said && (bound || !/\bn\b/.test(said)) ? said.replace(/\bn\b/, bound ?? "") : detail };
}

/** What a function says in English beside a title that is Chinese. */
function readable(problem: Problem): Problem {
  const errors = problem.errors?.map(inChinese);
  const repeats = !HAN.test(problem.detail ?? "") && (Boolean(errors?.length) || SAYS_NO_MORE.has(problem.code ?? ""));
  return { ...problem, ...(errors ? { errors } : {}), ...(repeats ? { detail: undefined } : {}) };
}

/** What was answered, in words of that language: as the shop said it, or, where it did not, by its status. */
export function told(status: number, answer: unknown, locale: string): Problem {
  const language = locale === "zh" ? "zh" : "en";
  const problem = (answer && typeof answer === "object" ? answer : {}) as Problem;
  const isSaid = typeof problem.title === "string" && (language === "en" || HAN.test(`${problem.title} ${problem.detail ?? ""}`));
  if (isSaid) return language === "zh" && HAN.test(problem.title!) ? readable(problem) : problem;
  const said = SAID[language][status] ?? (SAID[language][status >= 500 ? 500 : 400]!);
  return { ...problem, title: said, detail: undefined };
}

export class Refusal extends HttpError {
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    const text = problem.detail && problem.detail !== problem.title ? `${problem.title}${HAN.test(problem.title ?? "") ? "：" : ": "}${problem.detail}` : (problem.title ?? `HTTP ${status}`);
    super(text, status, problem);
    // HttpError sets its own prototype: without this no Refusal is known as one.
    Object.setPrototypeOf(this, Refusal.prototype);
    this.problem = problem;
  }
}

/** Whether nobody said what became of it: it may have been done. */
export const isUnanswered = (error: unknown): boolean => error instanceof Refusal && (error.status === 0 || error.status >= 500);

/** What was refused of a form, each at its pointer; the first word about each. */
export const refusedAt = (error: unknown): Record<string, string> =>
  Object.fromEntries((error instanceof Refusal ? (error.problem.errors ?? []) : []).map(({ pointer, detail }) => [pointer, detail] as const).reverse());
