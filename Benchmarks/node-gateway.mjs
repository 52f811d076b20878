// The same gateway as a Node program without dependencies: what Tollgate is compared with.
//
//   node node-gateway.mjs SETTINGS.json          one process
//   node node-gateway.mjs SETTINGS.json cluster  one process for each core
//
// It checks the server key, finds the customer's link, asks the provider over a kept connection, reads the answer, and
// gives the same overview as Tollgate, field for field. It remembers no answers, writes no log and sends no ETag.
// `/constant` answers a fixed document without any of this, which is as fast as node:http can be.

import cluster from "node:cluster";
import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import os from "node:os";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const constant = Buffer.from(settings.constant);
const tenant = settings.tenant;
const keyDigest = Buffer.from(tenant.keyDigest, "hex");
const links = new Map(Object.entries(tenant.customers));
const catalogue = new Map(tenant.prices.map((price) => [price.providerPrice, price]));
const provider = new URL(settings.provider.url);
const agent = new https.Agent({
  keepAlive: true,
  maxSockets: settings.provider.connections,
  maxFreeSockets: settings.provider.connections,
  ca: readFileSync(settings.provider.ca),
});
const providerHeaders = {
  Accept: "application/json",
  Authorization: `Bearer ${settings.provider.key}`,
  "Stripe-Version": settings.provider.version,
};

const noCancellation = {
  state: "none",
  mode: null,
  effective_at: null,
  requested_at: null,
  ended_at: null,
  resumable: false,
  evidence: [],
};
const noPause = { state: "none", starts_at: null, resumes_at: null, cause: null };

class Problem extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
  }
}

function requireKey(request) {
  const [scheme, key] = (request.headers.authorization ?? "").split(" ");
  const digest = createHash("sha256").update(key ?? "").digest();
  if (scheme !== "Bearer" || !timingSafeEqual(digest, keyDigest)) throw new Problem(401, "unauthenticated");
}

function ask(path) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = provider;
    const options = { agent, hostname, port, path, headers: providerHeaders, timeout: 4000 };
    const request = https.get(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        let body;
        try {
          body = JSON.parse(Buffer.concat(chunks));
        } catch {
          return reject(new Problem(502, "provider-bad-response"));
        }
        resolve({ status: response.statusCode, body });
      });
    });
    request.on("timeout", () => request.destroy(new Problem(504, "provider-timeout")));
    request.on("error", reject);
  });
}

/** The customer's subscriptions; null where the provider does not have the customer. */
async function subscriptions(providerCustomer) {
  const id = encodeURIComponent(providerCustomer);
  const list = await ask(`/v1/subscriptions?customer=${id}&status=all&limit=100`);
  if (list.status !== 200 || !Array.isArray(list.body.data)) throw new Problem(502, "provider-bad-response");
  if (list.body.data.length > 0) return list.body.data.map(subscription);
  const customer = await ask(`/v1/customers/${id}`);
  if (customer.status === 404 || customer.body.deleted) return null;
  if (customer.status !== 200) throw new Problem(502, "provider-bad-response");
  return [];
}

// Into the gateway's words.

const instant = (seconds) =>
  typeof seconds === "number" ? new Date(seconds * 1000).toISOString().slice(0, 19) + "Z" : null;

const statuses = {
  incomplete: "incomplete",
  trialing: "trialing",
  active: "active",
  past_due: "past_due",
  unpaid: "unpaid",
  paused: "paused",
  canceled: "ended",
  incomplete_expired: "ended",
};

function cancellation(stripe, status, periodEnd) {
  const requested = instant(stripe.canceled_at);
  if (status === "ended") {
    const ended = instant(stripe.ended_at);
    const evidence = ended ? ["status", "ended_at"] : ["status"];
    return { ...noCancellation, state: "ended", requested_at: requested, ended_at: ended, evidence };
  }
  const evidence = [];
  if (stripe.cancel_at != null) evidence.push("cancel_at");
  if (stripe.cancel_at_period_end) evidence.push("cancel_at_period_end");
  if (evidence.length === 0) return noCancellation;
  return {
    state: "scheduled",
    mode: stripe.cancel_at_period_end ? "period_end" : "fixed_date",
    effective_at: instant(stripe.cancel_at) ?? periodEnd,
    requested_at: requested,
    ended_at: null,
    resumable: true,
    evidence,
  };
}

function pause(stripe, status) {
  if (status === "paused") return { ...noPause, state: "service" };
  if (!stripe.pause_collection || status === "ended") return noPause;
  return { ...noPause, state: "collection_only", resumes_at: instant(stripe.pause_collection.resumes_at) };
}

function plan(items) {
  const known = items.map((item) => catalogue.get(item.price)).find(Boolean);
  const { unit_amount, currency, interval, interval_count } = items[0] ?? {};
  const price = { id: known?.id ?? null, unit_amount, currency, interval, interval_count };
  if (known) return { id: known.plan, name: known.planName, mapped: true, price };
  return { id: null, name: items[0]?.name ?? "", mapped: false, price };
}

function subscription(stripe) {
  const status = statuses[stripe.status] ?? "unknown";
  const items = stripe.items.data.map(({ price, quantity }) => ({
    price: price.id,
    product: price.product,
    name: price.nickname || price.lookup_key || price.id,
    quantity,
    unit_amount: price.unit_amount,
    currency: price.currency,
    interval: price.recurring?.interval ?? null,
    interval_count: price.recurring?.interval_count ?? null,
  }));
  const first = stripe.items.data.reduce((a, b) => (b.current_period_end < a.current_period_end ? b : a));
  const periodEnd = instant(first.current_period_end);
  const cancelled = cancellation(stripe, status, periodEnd);
  return {
    id: stripe.id,
    status,
    provider_status: stripe.status,
    current_period_start: instant(first.current_period_start),
    current_period_end: periodEnd,
    trial_start: instant(stripe.trial_start),
    trial_end: instant(stripe.trial_end),
    quantity: items.reduce((sum, item) => sum + item.quantity, 0),
    will_renew: cancelled.state === "none" && ["active", "trialing", "past_due"].includes(status),
    started_at: instant(stripe.start_date ?? stripe.created),
    ended_at: instant(stripe.ended_at),
    plan: plan(items),
    cancellation: cancelled,
    pause: pause(stripe, status),
    items,
  };
}

function access(current, now) {
  if (!current) return { isPaid: false, reason: "no_subscription", paid_through: null };
  const through = {
    trialing: current.current_period_end,
    active: current.current_period_end,
    past_due: current.current_period_start,
    unpaid: current.current_period_start,
    ended: current.ended_at ?? current.current_period_end,
  }[current.status];
  if (!through) return { isPaid: false, reason: "not_active", paid_through: null };
  const end = Date.parse(through);
  const reason = now < end ? "paid" : now < end + tenant.graceSeconds * 1000 ? "grace" : "lapsed";
  return { isPaid: reason !== "lapsed", reason, paid_through: through };
}

const portalAction = (label, flow = "home") => ({ kind: "open_portal", label, flow, url: null });
const choosePlan = { kind: "choose_plan", label: "Choose a plan", flow: null, url: null };

function actions(state, current) {
  switch (state) {
    case "none":
      return { primary: choosePlan, secondary: [] };
    case "ended":
      return { primary: choosePlan, secondary: [portalAction("Invoices and payment methods")] };
    case "trialing":
      return { primary: portalAction("Open Customer Portal"), secondary: [choosePlan] };
    case "canceling": {
      const secondary = current.cancellation.resumable ? [portalAction("Keep my plan")] : [];
      return { primary: portalAction("Open Customer Portal"), secondary };
    }
    case "past_due":
    case "unpaid": {
      const primary = portalAction("Update payment method", "payment_method_update");
      return { primary, secondary: [portalAction("Invoices")] };
    }
    default:
      return { primary: portalAction("Open Customer Portal"), secondary: [] };
  }
}

function warnings(isMissing, all, current) {
  const found = [];
  const add = (code, message) => found.push({ code, message });
  if (isMissing) {
    add("customer-missing", "The customer is linked to a customer that the provider does not have.");
  }
  if (!current) return found;
  if (!current.plan.mapped) add("plan-unmapped", "No plan has the price of this subscription.");
  if (current.status === "unknown") {
    const status = `The provider's status \`${current.provider_status}\` is not known to this version.`;
    add("status-unrecognized", status);
  }
  if (current.pause.state === "collection_only") {
    add("collection-paused", "The service goes on, but no payment is collected.");
  }
  if (all.filter(({ status }) => status !== "ended").length > 1) {
    const several = "The customer has several subscriptions that have not ended; the first one decides.";
    add("several-subscriptions", several);
  }
  return found;
}

async function overview(customer) {
  const now = Date.now();
  const link = links.get(customer);
  const found = link === undefined ? null : await subscriptions(link);
  const isMissing = link !== undefined && found === null;
  const all = found ?? [];
  const current = all.find(({ status }) => status !== "ended") ?? all[0] ?? null;
  const cancelled = current?.cancellation ?? noCancellation;
  let state = current?.status ?? "none";
  if (cancelled.state === "scheduled" && ["active", "trialing"].includes(state)) state = "canceling";
  const { isPaid, reason, paid_through } = access(current, now);
  const refusal =
    link === undefined ? "not-linked" : isMissing ? "customer-missing" : current ? null : "no-subscription";
  const asOf = instant(Math.floor(now / 1000));
  return {
    tenant: tenant.id,
    customer: { id: customer },
    provider: settings.provider.document,
    state,
    flags: {
      is_paid: isPaid,
      is_canceled: cancelled.state === "scheduled",
      will_renew: current?.will_renew ?? false,
      on_trial: current?.status === "trialing",
      past_due: current?.status === "past_due",
      ended: state === "ended",
    },
    access: { reason, paid_through },
    plan: current?.plan ?? tenant.defaultPlan,
    subscription: current,
    subscriptions: all,
    cancellation: cancelled,
    pause: current?.pause ?? noPause,
    portal: { available: refusal === null, reason: refusal, flows: refusal === null ? tenant.flows : [] },
    actions: actions(state, current),
    warnings: warnings(isMissing, all, current),
    as_of: asOf,
    sources: { subscription: { source: "live", as_of: asOf, stale: false } },
  };
}

const route = /^\/v1\/tenants\/([^/?]+)\/customers\/([^/?]+)\/billing(?:\?.*)?$/;

async function answer(request) {
  const found = route.exec(request.url);
  if (!found) throw new Problem(404, "not-found");
  if (request.method !== "GET") throw new Problem(405, "method-not-allowed");
  requireKey(request);
  if (found[1] !== tenant.id) throw new Problem(404, "tenant-not-found");
  return JSON.stringify(await overview(decodeURIComponent(found[2])));
}

function send(response, status, type, body) {
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}

function handle(request, response) {
  if (request.url === "/constant") return send(response, 200, "application/json", constant);
  answer(request).then(
    (body) => send(response, 200, "application/json", body),
    (error) => {
      const [status, code] = error instanceof Problem ? [error.status, error.message] : [502, "provider-unavailable"];
      send(response, status, "application/problem+json", JSON.stringify({ status, code }));
    },
  );
}

if (cluster.isPrimary && process.argv[3] === "cluster") {
  const workers = os.availableParallelism?.() ?? os.cpus().length;
  let listening = 0;
  cluster.on("listening", (_, address) => {
    listening += 1;
    if (listening === workers) console.log(`listening on http://127.0.0.1:${address.port}`);
  });
  cluster.on("exit", () => process.exit(1));
  for (let worker = 0; worker < workers; worker += 1) cluster.fork();
} else {
  const server = http.createServer({ keepAliveTimeout: 75_000 }, handle);
  server.listen(0, "127.0.0.1", () => {
    if (cluster.isPrimary) console.log(`listening on http://127.0.0.1:${server.address().port}`);
  });
}
